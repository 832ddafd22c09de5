use bellwire_demo_api::{Bid, BidStatus, JobId, NewBid};
use bellwire_ui::key;
use bellwire_ui::view::{dynamic, text};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::cleaning_jobs::use_cleaning;
use crate::api;
use crate::query::use_query;
use crate::session::use_session;
use crate::views::{Steps, dollars, failure, loading};

/// The bids on a job that the user may see: a cleaner's own, or all for who has posted it.
#[component]
pub(super) fn Bids(job: JobId, decides: bool) -> impl IntoView {
    let session = use_session();
    let bids = use_query(key!["job", job, "bids"], move || async move {
        api::get::<Vec<Bid>>(&format!("jobs/{job}/bids"), session.token().as_deref()).await
    });
    let list = dynamic(move || match (bids.with(Vec::clone), bids.error()) {
        (None, None) => loading(),
        (None, Some(words)) => failure(words, move || bids.refetch()),
        (Some(bids), _) if bids.is_empty() => {
            view! { <p class="empty">"No bids yet."</p> }.into_any()
        }
        (Some(bids), _) => {
            let rows = bids.into_iter().map(|bid| row(bid, decides)).collect_view();
            view! { <ul class="bids">{rows}</ul> }.into_any()
        }
    });
    view! {
        <section class="card" aria-labelledby="bids-title">
            <h2 id="bids-title">{if decides { "Bids" } else { "Your bids" }}</h2>
            {list}
        </section>
    }
}

fn row(bid: Bid, decides: bool) -> impl IntoView {
    let market = use_cleaning();
    let (name, words) = match bid.status {
        BidStatus::Pending => ("open", "Pending"),
        BidStatus::Accepted => ("completed", "Accepted"),
        BidStatus::Rejected => ("refunded", "Not accepted"),
    };
    let steps = match bid.status {
        BidStatus::Pending if decides => vec![
            ("Accept", "primary", format!("bids/{}/accept", bid.id)),
            ("Reject", "quiet", format!("bids/{}/reject", bid.id)),
        ],
        BidStatus::Pending | BidStatus::Accepted | BidStatus::Rejected => Vec::new(),
    };
    view! {
        <li class="bid">
            <strong>{bid.worker.name}</strong>
            <span class="job-pay">{bid.amount.to_string()}</span>
            <span class="status" data-status=name>{words}</span>
            <p class="description">{bid.message}</p>
            <Steps steps done=move || market.changed(bid.job_id)/>
        </li>
    }
}

/// Where a cleaner bids.
#[component]
pub(super) fn BidForm(job: JobId) -> impl IntoView {
    let (market, session) = (use_cleaning(), use_session());
    let [amount, message, error] = [(); 3].map(|()| RwSignal::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(offered) = dollars(&amount.get_untracked()) else {
            return error.set("The bid is a number of dollars, such as 120.".to_owned());
        };
        let bid = NewBid { amount: offered, message: message.get_untracked() };
        spawn_local(async move {
            let path = format!("jobs/{job}/bids");
            match api::post::<Bid>(&path, session.token().as_deref(), &bid).await {
                Ok(_) => {
                    for field in [amount, message, error] {
                        field.try_set(String::new());
                    }
                    market.changed(job);
                }
                Err(words) => drop(error.try_set(words)),
            }
        });
    };
    view! {
        <form class="card form" on:submit=submit aria-label="Your bid">
            <div class="pair">
                <label>"Your price in dollars" <input required inputmode="decimal" bind:value=amount/></label>
                <label>"Message" <input maxlength="500" bind:value=message/></label>
            </div>
            <p class="error" role="alert">{text(move || error.get())}</p>
            <div class="actions">
                <button type="submit" class="primary">"Submit bid"</button>
            </div>
        </form>
    }
}
