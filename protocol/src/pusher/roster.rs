//! Who is in a presence channel, as it stands in JSON.

use super::wire::{fields, id};
use crate::{Member, Payload, json};

/// Reads `{"presence":{"ids":[…],"hash":{…}}}`, in the order of the ids.
pub(super) fn read(data: &str) -> Option<Vec<Member>> {
    let [presence] = fields(data, ["presence"]);
    let [ids, hash] = fields(presence?, ["ids", "hash"]);
    let mut members: Vec<Member> = Vec::new();
    let mut add = |id: Box<str>, info| {
        if !members.iter().any(|member| member.id == id) {
            members.push(Member { id, info });
        }
    };
    // What is no list holds nobody.
    let _ = json::for_each_item(ids.unwrap_or("[]"), &mut |value| {
        if let Some(id) = id(value) {
            add(id, Payload::null());
        }
    });
    let is_object = json::for_each_field(hash.unwrap_or("{}"), &mut |name, info| {
        let info = Payload::from_checked(info);
        match members.iter_mut().find(|member| *member.id == *name) {
            Some(member) => member.info = info,
            None => members.push(Member { id: name.into_owned().into(), info }),
        }
    });
    if is_object.is_err() {
        // PHP writes a map whose keys are 0, 1, 2 … as a list.
        let mut key = 0_u64;
        let _ = json::for_each_item(hash.unwrap_or("[]"), &mut |info| {
            let id = key.to_string();
            if let Some(member) = members.iter_mut().find(|member| *member.id == *id) {
                member.info = Payload::from_checked(info);
            }
            key += 1;
        });
    }
    Some(members)
}

/// Writes what [`read`] reads.
pub(super) fn write(members: &[Member]) -> String {
    let mut text = format!("{{\"presence\":{{\"count\":{},\"ids\":[", members.len());
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        json::write_string(&mut text, &member.id);
    }
    text.push_str("],\"hash\":{");
    for (index, member) in members.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        json::write_string(&mut text, &member.id);
        text.push(':');
        text.push_str(member.info.as_json());
    }
    text.push_str("}}}");
    text
}

/// Reads one member, such as `{"user_id":"7","user_info":{…}}`.
pub(super) fn read_member(data: &str) -> Option<Member> {
    let [user_id, user_info] = fields(data, ["user_id", "user_info"]);
    let info = user_info.map_or_else(Payload::null, Payload::from_checked);
    Some(Member { id: id(user_id?)?, info })
}

/// Writes what [`read_member`] reads.
pub(super) fn write_member(member: &Member) -> String {
    let mut text = String::from("{\"user_id\":");
    json::write_string(&mut text, &member.id);
    if member.info != Payload::null() {
        text.push_str(",\"user_info\":");
        text.push_str(member.info.as_json());
    }
    text.push('}');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(data: &str) -> Vec<(String, String)> {
        let members = read(data).unwrap();
        members.iter().map(|m| (m.id.to_string(), m.info.as_json().to_owned())).collect()
    }

    fn pairs(members: &[(&str, &str)]) -> Vec<(String, String)> {
        members.iter().map(|(id, info)| ((*id).to_owned(), (*info).to_owned())).collect()
    }

    #[test]
    fn ids_may_be_numbers_and_maps_may_be_lists() {
        let numbers = r#"{"presence":{"count":2,"ids":[9,"7"],"hash":{"7":{"name":"Ada"},"9":5}}}"#;
        assert_eq!(ids(numbers), pairs(&[("9", "5"), ("7", r#"{"name":"Ada"}"#)]));
        let php = r#"{"presence":{"count":2,"ids":[0,1],"hash":["Ada","Bob"]}}"#;
        assert_eq!(ids(php), pairs(&[("0", r#""Ada""#), ("1", r#""Bob""#)]));
        assert_eq!(ids(r#"{"presence":{"count":0,"ids":[],"hash":[]}}"#), []);
        assert_eq!(ids(r#"{"presence":{"hash":{"7":null}}}"#), pairs(&[("7", "null")]));
        assert!(read("{}").is_none());
    }

    #[test]
    fn what_is_written_reads_back() {
        let members = [("7", r#"{"name":"Ada"}"#), ("a\"b", "null")]
            .map(|(id, info)| Member { id: id.into(), info: Payload::from_json(info).unwrap() });
        assert_eq!(read(&write(&members)).unwrap(), members);
        for member in members {
            assert_eq!(read_member(&write_member(&member)), Some(member));
        }
    }
}
