use bellwire::{Member, Payload};
use bellwire_ui::PresenceAvatars;
use leptos::prelude::*;

const NAMES: [&str; 12] = [
    "Ada Lovelace",
    "Grace Hopper",
    "Edsger Dijkstra",
    "Barbara Liskov",
    "Alan Turing",
    "Katherine Johnson",
    "Hedy Lamarr",
    "Donald Knuth",
    "Frances Allen",
    "Tony Hoare",
    "Radia Perlman",
    "John Backus",
];

#[component]
pub fn Sizes() -> impl IntoView {
    let rows = [0, 1, 5, 12].map(|count| {
        let members: Vec<Member> = NAMES.into_iter().take(count).map(member).collect();
        view! { <PresenceAvatars members=Signal::stored(members)/> }
    });
    view! { <div class="list">{rows.collect_view()}</div> }
}

fn member(name: &str) -> Member {
    let info = Payload::from_json(format!(r#"{{"name":"{name}"}}"#));
    Member { id: name.into(), info: info.unwrap_or_else(|_| Payload::null()) }
}
