use bellwire::Member;
use leptos::prelude::*;
use serde::Deserialize;

use super::classes;
use crate::labels::Words;
use crate::view::{dynamic, text};
use crate::{PresenceLabels, use_presence};

/// How many colours the stylesheet has.
const COLOURS: u32 = 6;

/// Classes for the parts of a [`PresenceAvatars`], beside their own.
///
/// # Examples
///
/// ```
/// use bellwire_ui::PresenceClasses;
///
/// let classes = PresenceClasses { avatar: "ring-2", ..PresenceClasses::default() };
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PresenceClasses {
    /// Of each picture.
    pub avatar: &'static str,
    /// Of the number beyond.
    pub more: &'static str,
}

/// Shows who is in a presence channel: a round picture with initials for each, and a number for those
/// beyond `max`.
///
/// Parts: `bw-presence` (a list), `bw-avatar` (with `data-colour` from 0 to 5), `bw-avatar-more`. It is
/// a list with a name, and each picture has the member's name as its text.
///
/// # Panics
///
/// Panics outside of [`provide_realtime`](crate::provide_realtime), unless it is given `members`.
#[component]
pub fn PresenceAvatars(
    /// The channel, such as `presence-job.5`; subscribed for as long as the component lives.
    #[prop(optional, into)]
    channel: Option<Signal<String>>,
    /// Who is there, where the application knows it from elsewhere; then there is no need of a channel.
    #[prop(optional, into)]
    members: Option<Signal<Vec<Member>>>,
    /// How many are shown.
    #[prop(default = 5)]
    max: usize,
    /// What to call a member; by default the `name` of what the server tells of it, or else its id.
    #[prop(default = name_of)]
    name: fn(&Member) -> String,
    /// Its words; those of [`provide_labels`](crate::provide_labels) unless given, or else English ones.
    #[prop(optional)]
    labels: Option<PresenceLabels>,
    /// Classes of its parts.
    #[prop(optional)]
    classes: PresenceClasses,
    /// A class beside its own.
    #[prop(optional, into)]
    class: String,
) -> impl IntoView {
    let members = members.unwrap_or_else(|| match channel {
        Some(channel) => {
            let presence = use_presence(channel);
            Signal::derive(move || presence.members())
        }
        None => Signal::default(),
    });
    let words = Words::new(labels);
    let say_list = words.clone();
    let avatars = dynamic(move || {
        let members = members.get();
        let beyond = members.len().saturating_sub(max);
        let avatars: Vec<AnyView> = members
            .iter()
            .take(max)
            .map(|member| {
                let name = name(member);
                let (initials, title) = (initials(&name), name.clone());
                view! {
                    <li class=self::classes("bw-avatar", classes.avatar) data-colour=colour(&member.id)>
                        <span aria-hidden="true" title=title>{initials}</span>
                        <span class="bw-hidden">{name}</span>
                    </li>
                }
                .into_any()
            })
            .collect();
        let more = (beyond > 0).then(|| {
            view! {
                <li class=self::classes("bw-avatar bw-avatar-more", classes.more)>
                    <span aria-hidden="true">{format!("+{beyond}")}</span>
                    <span class="bw-hidden">{words.count(|labels| &labels.more, beyond)}</span>
                </li>
            }
        });
        view! { {avatars} {more} }
    });
    // Safari takes a list without marks for none, unless it is told.
    view! {
        <ul
            role="list"
            class=self::classes("bw-presence", &class)
            aria-label=text(move || say_list.say(|labels| &labels.list))
        >
            {avatars}
        </ul>
    }
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

fn name_of(member: &Member) -> String {
    let named = member.info.read::<Named>().ok();
    named.map_or_else(|| member.id.to_string(), |Named { name }| name)
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let letters = [words.next(), words.next_back()];
    let first = letters.into_iter().flatten().filter_map(|word| word.chars().next());
    first.flat_map(char::to_uppercase).collect()
}

/// The same for the same user, wherever it is shown.
fn colour(id: &str) -> String {
    let sum = id.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    (sum % COLOURS).to_string()
}

#[cfg(test)]
mod tests {
    use bellwire::Payload;

    use super::*;

    #[test]
    fn names_have_initials_whatever_they_are() {
        for (name, expected) in [
            ("Ada Lovelace", "AL"),
            ("ada", "A"),
            ("Jean-Luc van der Berg", "JB"),
            ("", ""),
            ("  ", ""),
            ("ßmith", "SS"),
            ("李 小龙", "李小"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn a_member_without_a_name_is_called_by_its_id() {
        let member = |info| Member { id: "7".into(), info: Payload::from_json(info).unwrap() };
        assert_eq!(name_of(&member(r#"{"name":"Ada","id":7}"#)), "Ada");
        for info in ["null", "5", r#"{"name":5}"#] {
            assert_eq!(name_of(&member(info)), "7");
        }
    }
}
