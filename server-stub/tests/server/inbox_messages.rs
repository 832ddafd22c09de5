use serde_json::{Value, json};

use crate::bids::call;
use crate::harness::{Client, Server};
use crate::inbox::{Parties, has_heard_all, news, without_id_and_time};
use crate::tokens::token_of;

/// A page on the channel of a job, of somebody who is signed in.
async fn talker(server: &Server, job: &Value, token: &str) -> Client {
    let mut client = server.connect(&format!("?v=1&token={token}")).await;
    client.subscribe(&format!("job.{job}")).await;
    client
}

/// A line of the conversation about a job.
fn line(job: &Value, key: &str, author: &str, text: &str) -> String {
    let line = json!({ "job_id": job, "key": key, "author": author, "text": text });
    let channel = format!("job.{job}");
    json!({ "type": "job_message", "channel": channel, "data": line }).to_string()
}

#[tokio::test]
async fn a_message_is_news_for_whoever_did_not_write_it() {
    let mut parties = Parties::meet().await;
    let id = parties.taken_job().await;
    let Parties { server, employer, worker, employers, workers } = &mut parties;
    let mut page = talker(server, &id, worker).await;
    let line = line(&id, "k1", "Bob", "On my way");
    page.send(&line).await;
    page.send(&line).await;
    assert_eq!(
        without_id_and_time(news(employers).await),
        json!({
            "notification_type": "message_received", "title": "New Message from Bob",
            "message": "On my way", "priority": "medium",
            "action_url": format!("/messages?room={id}"), "is_read": false, "job_id": id,
        })
    );
    assert_eq!(page.next().await["data"]["text"], "On my way");
    page.hears_nothing().await;
    has_heard_all(employers, 2).await;

    call(server, employer, &format!("/api/jobs/{id}/messages"), json!({ "text": "Thanks" })).await;
    assert_eq!(news(workers).await["title"], "New Message from Alice");
    assert_eq!(page.next().await["data"]["text"], "Thanks");
}

#[tokio::test]
async fn a_message_of_somebody_without_a_token_is_news_for_nobody() {
    let mut parties = Parties::meet().await;
    let id = parties.taken_job().await;
    let Parties { server, employers, workers, .. } = &mut parties;
    let mut stranger = server.subscriber(&format!("job.{id}")).await;
    for name in ["Bob", "Alice"] {
        stranger.send(&line(&id, name, name, "Send it to me")).await;
        assert_eq!(stranger.next().await["data"]["author"], name, "it is said all the same");
    }
    has_heard_all(employers, 1).await;
    has_heard_all(workers, 1).await;
    let (_, said) = server.get(&format!("/api/jobs/{id}/messages"), None).await;
    assert_eq!(said.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_message_of_somebody_else_than_the_parties_is_news_for_nobody() {
    let mut parties = Parties::meet().await;
    let id = parties.taken_job().await;
    let Parties { server, employers, workers, .. } = &mut parties;
    // Has the employer's name, and is somebody else.
    let namesake = token_of("3", "employer", "Alice", u64::MAX);
    let mut page = talker(server, &id, &namesake).await;
    page.send(&line(&id, "k1", "Alice", "Send it to me")).await;
    assert_eq!(page.next().await["type"], "job_message");
    has_heard_all(employers, 1).await;
    has_heard_all(workers, 1).await;
}

#[tokio::test]
async fn nobody_who_is_signed_in_writes_under_another_name() {
    let mut parties = Parties::meet().await;
    let id = parties.taken_job().await;
    let Parties { server, worker, employers, workers, .. } = &mut parties;
    let mut page = talker(server, &id, worker).await;
    page.send(&line(&id, "k1", "Alice", "Send it to me")).await;
    let refused = page.next().await;
    assert_eq!(refused["type"], "error");
    assert_eq!(refused["data"]["message"], "your token says that you are Bob; write as Bob");
    has_heard_all(employers, 1).await;
    has_heard_all(workers, 1).await;
}
