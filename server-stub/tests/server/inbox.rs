use std::time::{Duration, SystemTime};

use axum::http::StatusCode;
use bellwire_protocol::inbox::{self, NewNotification, RecentNotifications};
use bellwire_server_stub::Options;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::Message;

use crate::bids::call;
use crate::harness::{Client, Server};
use crate::marketplace::{create, sign_in};
use crate::tokens::token_of;

/// The demo's employer and worker, each with an open inbox of which the snapshot is taken.
pub(crate) struct Parties {
    pub(crate) server: Server,
    pub(crate) employer: String,
    pub(crate) worker: String,
    pub(crate) employers: Client,
    pub(crate) workers: Client,
}

impl Parties {
    pub(crate) async fn meet() -> Self {
        let server = Server::start().await;
        let employer = sign_in(&server, "employer").await;
        let worker = sign_in(&server, "worker").await;
        let employers = open(&server, 1, &employer).await;
        let workers = open(&server, 2, &worker).await;
        Self { server, employer, worker, employers, workers }
    }

    /// Posts a job, of which the worker has heard.
    async fn job(&mut self) -> Value {
        let id = create(&self.server, &self.employer).await["id"].clone();
        assert_eq!(news(&mut self.workers).await["notification_type"], "job_created");
        id
    }

    /// Posts a job that the worker takes.
    pub(crate) async fn taken_job(&mut self) -> Value {
        let id = self.job().await;
        call(&self.server, &self.worker, &format!("/api/jobs/{id}/accept"), json!({})).await;
        assert_eq!(news(&mut self.employers).await["notification_type"], "job_status_changed");
        id
    }
}

/// Connects, and takes the snapshot.
async fn open(server: &Server, user: u64, token: &str) -> Client {
    let mut client = server.connect_to(&path(user, token)).await;
    assert_eq!(client.next().await["type"], "recent_notifications");
    assert_eq!(client.next().await["type"], "unread_count");
    client
}

fn path(user: u64, token: &str) -> String {
    format!("/ws/notifications/{user}/?token={token}")
}

/// Takes a notification that comes, and the count after it.
pub(crate) async fn news(client: &mut Client) -> Value {
    let news = client.next().await;
    assert_eq!(news["type"], "new_notification", "{news}");
    assert_eq!(client.next().await["type"], "unread_count");
    news["notification"].clone()
}

/// Asserts that nothing came before the answer to a question, which is how much is unread.
pub(crate) async fn has_heard_all(client: &mut Client, unread: usize) {
    client.send(r#"{"action":"get_unread_count"}"#).await;
    assert_eq!(client.next().await, count(unread));
}

fn count(unread: usize) -> Value {
    json!({ "type": "unread_count", "count": unread })
}

/// Checks that a notification says who it is and when it was made, and leaves the rest.
pub(crate) fn without_id_and_time(mut notification: Value) -> Value {
    let fields = notification.as_object_mut().unwrap();
    assert!(fields.remove("id").unwrap().is_u64());
    let created_at = fields.remove("created_at").unwrap();
    let created_at = created_at.as_str().unwrap();
    assert!(created_at.ends_with('Z') && created_at.len() == 24, "{created_at}");
    notification
}

#[tokio::test]
async fn an_empty_inbox_says_so() {
    let server = Server::start().await;
    let token = sign_in(&server, "worker").await;
    let mut client = server.connect_to(&path(2, &token)).await;
    assert_eq!(client.next().await, json!({ "type": "recent_notifications", "notifications": [] }));
    assert_eq!(client.next().await, count(0));
}

#[tokio::test]
async fn the_latest_ten_come_first_and_all_are_counted() {
    let server = Server::start().await;
    let (employer, worker) = (sign_in(&server, "employer").await, sign_in(&server, "worker").await);
    for _ in 0..12 {
        create(&server, &employer).await;
    }
    let mut client = server.connect_to(&path(2, &worker)).await;
    let Message::Text(text) = client.next_message().await else { panic!("not text") };
    let recent = inbox::decode(&text).unwrap().data.read::<RecentNotifications>().unwrap();
    let ids: Vec<_> = recent.notifications.iter().map(|entry| entry.id.to_string()).collect();
    assert_eq!(ids, ["12", "11", "10", "9", "8", "7", "6", "5", "4", "3"]);
    assert_eq!(client.next().await, count(12));
    let (status, all) = server.get("/api/notifications", Some(&worker)).await;
    assert_eq!((status, all["notifications"].as_array().unwrap().len()), (StatusCode::OK, 12));
    assert_eq!(server.get("/api/notifications", None).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_notification_has_the_documented_fields() {
    let mut parties = Parties::meet().await;
    let id = create(&parties.server, &parties.employer).await["id"].clone();
    let Message::Text(text) = parties.workers.next_message().await else { panic!("not text") };
    let typed = inbox::decode(&text).unwrap().data.read::<NewNotification>().unwrap();
    assert_eq!(typed.notification.kind, "job_created");
    let news: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        without_id_and_time(news["notification"].clone()),
        json!({
            "notification_type": "job_created",
            "title": "New Job Available: Frontend Developer",
            "message": "Alice posted a development job in your area.",
            "priority": "medium", "action_url": format!("/jobs?job={id}"), "is_read": false,
            "job_id": id,
        })
    );
    assert_eq!(parties.workers.next().await, count(1));
    has_heard_all(&mut parties.employers, 0).await;
}

#[tokio::test]
async fn every_worker_who_was_ever_here_hears_of_a_job() {
    let mut parties = Parties::meet().await;
    let mut sams = open(&parties.server, 3, &token_of("3", "worker", "Sam", u64::MAX)).await;
    parties.job().await;
    assert_eq!(news(&mut sams).await["notification_type"], "job_created");
}

#[tokio::test]
async fn a_bid_and_its_acceptance_are_news_for_the_other_party() {
    let mut parties = Parties::meet().await;
    let id = parties.job().await;
    let Parties { server, employer, worker, employers, workers } = &mut parties;
    let bids = format!("/api/jobs/{id}/bids");
    let bid = call(server, worker, &bids, json!({ "amount": 4500 })).await["id"].clone();
    assert_eq!(
        without_id_and_time(news(employers).await),
        json!({
            "notification_type": "bid_received", "title": "New Bid from Bob",
            "message": "Bob has submitted a bid of $4,500 for your job: Frontend Developer.",
            "priority": "high", "action_url": format!("/jobs?job={id}"), "is_read": false,
            "job_id": id,
        })
    );
    call(server, employer, &format!("/api/bids/{bid}/accept"), json!({})).await;
    assert_eq!(
        without_id_and_time(news(workers).await),
        json!({
            "notification_type": "bid_accepted", "title": "Your Bid Was Accepted!",
            "message":
                "Your bid of $4,500 for \"Frontend Developer\" has been accepted by Alice.",
            "priority": "urgent", "action_url": format!("/jobs?job={id}"), "is_read": false,
            "job_id": id,
        })
    );
    has_heard_all(employers, 1).await;
    has_heard_all(workers, 2).await;
}

#[tokio::test]
async fn a_bid_that_is_rejected_is_news_for_its_worker() {
    let mut parties = Parties::meet().await;
    let id = parties.job().await;
    let Parties { server, employer, worker, workers, .. } = &mut parties;
    let bids = format!("/api/jobs/{id}/bids");
    let bid = call(server, worker, &bids, json!({ "amount": 1 })).await["id"].clone();
    call(server, employer, &format!("/api/bids/{bid}/reject"), json!({})).await;
    let rejected = news(workers).await;
    assert_eq!(rejected["notification_type"], "bid_rejected");
    assert_eq!(rejected["title"], "Bid Not Accepted");
    assert_eq!(rejected["message"], "Your bid for \"Frontend Developer\" was not accepted.");
    assert_eq!(rejected["priority"], "low");
}

#[tokio::test]
async fn a_status_is_news_for_whoever_did_not_change_it() {
    let mut parties = Parties::meet().await;
    let id = parties.job().await;
    let Parties { server, employer, worker, employers, workers } = &mut parties;
    let path = format!("/api/jobs/{id}/status");
    for (token, status, reader, words) in [
        (
            &*worker,
            "in_progress",
            &mut *employers,
            "Bob changed the status from open to in progress.",
        ),
        (&*employer, "refunded", workers, "Alice changed the status from in progress to refunded."),
    ] {
        let job = call(server, token, &path, json!({ "status": status })).await;
        assert_eq!(job["status"], status);
        let changed = news(reader).await;
        assert_eq!(changed["notification_type"], "job_status_changed");
        assert_eq!(changed["title"], "Job Status Changed: Frontend Developer");
        assert_eq!((&changed["message"], &changed["priority"]), (&json!(words), &json!("medium")));
    }
    has_heard_all(employers, 1).await;
}

#[tokio::test]
async fn a_payment_is_news_for_the_worker() {
    let mut parties = Parties::meet().await;
    let id = parties.taken_job().await;
    let Parties { server, employer, workers, .. } = &mut parties;
    call(server, employer, &format!("/api/jobs/{id}/payments"), json!({ "amount": 120.5 })).await;
    assert_eq!(
        without_id_and_time(news(workers).await),
        json!({
            "notification_type": "payment_received", "title": "Payment Received: $120.50",
            "message": "You have received a payment of $120.50 for job: Frontend Developer.",
            "priority": "high", "action_url": "/payments", "is_read": false, "job_id": id,
        })
    );
}

#[tokio::test]
async fn what_is_read_on_one_page_is_read_on_all() {
    let mut parties = Parties::meet().await;
    parties.job().await;
    let Parties { server, worker, employers, workers, .. } = &mut parties;
    let mut other = open(server, 2, worker).await;
    workers.send(r#"{"action":"mark_read","notification_id":1}"#).await;
    for client in [&mut *workers, &mut other] {
        assert_eq!(
            client.next().await,
            json!({ "type": "notification_read", "notification_id": 1 })
        );
        assert_eq!(client.next().await, count(0));
    }
    has_heard_all(employers, 0).await;
    let (_, all) = server.get("/api/notifications", Some(worker)).await;
    assert_eq!(all["notifications"][0]["is_read"], true);
}

#[tokio::test]
async fn all_can_be_marked_as_read_at_once() {
    let mut parties = Parties::meet().await;
    parties.job().await;
    parties.job().await;
    let Parties { server, worker, workers, .. } = &mut parties;
    let mut other = open(server, 2, worker).await;
    for marked in [2, 0] {
        workers.send(r#"{"action":"mark_all_read"}"#).await;
        for client in [&mut *workers, &mut other] {
            let read = json!({ "type": "all_notifications_read", "marked_count": marked });
            assert_eq!(client.next().await, read);
            assert_eq!(client.next().await, count(0));
        }
    }
}

#[tokio::test]
async fn what_asks_for_nothing_known_is_ignored() {
    let mut parties = Parties::meet().await;
    parties.job().await;
    for text in [
        "5",
        "[]",
        "{}",
        r#"{"action":"delete_all"}"#,
        r#"{"action":"mark_read"}"#,
        r#"{"action":"mark_read","notification_id":"x"}"#,
        r#"{"action":"mark_read","notification_id":999}"#,
    ] {
        parties.workers.send(text).await;
    }
    has_heard_all(&mut parties.workers, 1).await;
}

#[tokio::test]
async fn nobody_marks_what_belongs_to_somebody_else() {
    let mut parties = Parties::meet().await;
    parties.job().await;
    parties.employers.send(r#"{"action":"mark_read","notification_id":1}"#).await;
    has_heard_all(&mut parties.employers, 0).await;
    has_heard_all(&mut parties.workers, 1).await;
}

#[tokio::test]
async fn what_is_no_json_is_answered_and_harms_nothing() {
    let mut parties = Parties::meet().await;
    for message in [Message::text(""), Message::text("{"), Message::binary(vec![0xff])] {
        parties.workers.send_message(message).await;
        assert_eq!(parties.workers.next().await, json!({ "error": "Invalid JSON format" }));
    }
    has_heard_all(&mut parties.workers, 0).await;
}

#[tokio::test]
async fn a_message_without_end_ends_the_connection_but_not_the_server() {
    let mut parties = Parties::meet().await;
    parties.workers.send(&format!(r#"{{"action":"{}"}}"#, "x".repeat(100_000))).await;
    has_heard_all(&mut open(&parties.server, 2, &parties.worker).await, 0).await;
}

#[tokio::test]
async fn only_the_owner_of_an_inbox_is_let_in() {
    let server = Server::start().await;
    let worker = sign_in(&server, "worker").await;
    let past = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    let expired = token_of("2", "worker", "Bob", (past - Duration::from_secs(1)).as_secs());
    for path in [
        path(1, &worker),
        path(2, "wrong"),
        path(2, &expired),
        path(2, ""),
        "/ws/notifications/2/".to_owned(),
        format!("/ws/notifications/99999999999999999999/?token={worker}"),
    ] {
        assert_eq!(server.refusal(&path).await, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn an_address_that_does_not_exist_is_not_found() {
    let server = Server::start().await;
    let worker = sign_in(&server, "worker").await;
    for path in ["notifications/me/", "notifications/", "notifications/2/3", "jobs/1/", "job/x"] {
        let path = format!("/ws/{path}?token={worker}");
        assert_eq!(server.refusal(&path).await, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_last_slash_may_be_left_out() {
    let server = Server::start().await;
    let worker = sign_in(&server, "worker").await;
    let mut client = server.connect_to(&format!("/ws/notifications/2?token={worker}")).await;
    assert_eq!(client.next().await["type"], "recent_notifications");
}

#[tokio::test]
async fn everybody_is_sent_away_when_the_server_ends() {
    let (stop, stopped) = oneshot::channel::<()>();
    let server = Server::until(Options::default(), async { _ = stopped.await }).await;
    let (employer, worker) = (sign_in(&server, "employer").await, sign_in(&server, "worker").await);
    let mut inbox = open(&server, 2, &worker).await;
    let mut job = server.connect_to(&format!("/ws/job/1/?token={employer}")).await;
    stop.send(()).unwrap();
    for client in [&mut inbox, &mut job] {
        let message = client.next_message().await;
        let Message::Close(Some(close)) = message else { panic!("{message:?}") };
        assert_eq!(u16::from(close.code), 1012);
    }
    // Clients that answer are not waited for any longer.
    drop((inbox, job));
    server.ended().await;
}
