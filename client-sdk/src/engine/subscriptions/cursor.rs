use bellwire_protocol::Position;
use bellwire_protocol::envelope::{Loss, Recovery, Standing};

use crate::engine::GapReason;

/// How far a channel's publications were handed on to the application.
///
/// It moves with what is handed on and with what the server declares lost, never with what the
/// server merely promises: a promise may end with the connection.
#[derive(Debug, Default)]
pub(super) struct Cursor {
    /// Where the application is; none while the server names no positions.
    position: Option<Position>,
    /// Where a hole was found, and asked to be filled. A server that leaves it open has nothing to
    /// fill it with.
    torn_at: Option<Position>,
}

/// What a publication is to the ones before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Arrival {
    /// The next one, or one of a channel without positions.
    Next,
    /// One that was handed on already.
    Duplicate,
    /// Some before it are missing.
    Early,
}

impl Cursor {
    pub(super) fn position(&self) -> Option<&Position> {
        self.position.as_ref()
    }

    /// The server has named no position, or says that there is none any more.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    pub(super) fn jump(&mut self, position: Position) {
        self.position = Some(position);
    }

    /// Moves past a publication if it is the next one.
    pub(super) fn pass(&mut self, publication: Option<&Position>) -> Arrival {
        let Some(publication) = publication else { return Arrival::Next };
        match &self.position {
            Some(here) if here.covers(publication) => return Arrival::Duplicate,
            Some(here) if !here.is_followed_by(publication) => return Arrival::Early,
            Some(_) | None => {}
        }
        self.jump(publication.clone());
        Arrival::Next
    }

    /// Notes that something is missing after this position. Returns whether it is worth asking for:
    /// it was not yet asked for in vain.
    pub(super) fn tear(&mut self) -> bool {
        let is_new = self.torn_at != self.position;
        self.torn_at.clone_from(&self.position);
        is_new
    }

    /// Takes the server's answer to a subscription. Returns the reason of a gap, if there is one:
    /// for channels without positions when they were away, `missed`.
    pub(super) fn resume(&mut self, standing: Option<Standing>, missed: bool) -> Option<GapReason> {
        let without_recovery = missed.then_some(GapReason::NoRecovery);
        let Some(Standing { position, recovery }) = standing else {
            self.forget();
            return without_recovery;
        };
        let Some(here) = &self.position else {
            self.jump(position);
            return without_recovery;
        };
        let loss = match recovery {
            _ if *here == position => return None,
            Recovery::Complete if position.covers(here) => return None,
            Recovery::Impossible(loss) => loss,
            // A server that forgot what it had sent has begun anew, whatever it says.
            Recovery::Complete => Loss::EpochChanged,
            Recovery::NotAsked => Loss::Other,
        };
        self.jump(position);
        Some(GapReason::Unrecoverable(loss))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(offset: u64) -> Position {
        Position { epoch: "k3".try_into().unwrap(), offset }
    }

    fn elsewhere(offset: u64) -> Position {
        Position { epoch: "m9".try_into().unwrap(), offset }
    }

    fn cursor(offset: u64) -> Cursor {
        let mut cursor = Cursor::default();
        cursor.jump(at(offset));
        cursor
    }

    fn answer(position: Position, recovery: Recovery) -> Option<Standing> {
        Some(Standing { position, recovery })
    }

    #[test]
    fn hands_on_each_publication_once_and_in_order() {
        let mut cursor = cursor(41);
        assert_eq!(cursor.pass(Some(&at(42))), Arrival::Next);
        assert_eq!(cursor.pass(Some(&at(42))), Arrival::Duplicate);
        assert_eq!(cursor.pass(Some(&at(7))), Arrival::Duplicate);
        assert_eq!(cursor.pass(Some(&at(44))), Arrival::Early);
        assert_eq!(cursor.pass(Some(&elsewhere(43))), Arrival::Early);
        assert_eq!(cursor.pass(Some(&at(43))), Arrival::Next);
        assert_eq!(cursor.pass(None), Arrival::Next);
    }

    #[test]
    fn a_promise_moves_nothing() {
        let mut cursor = cursor(41);
        assert_eq!(cursor.resume(answer(at(44), Recovery::Complete), true), None);
        assert_eq!(cursor.position(), Some(&at(41)));
    }

    #[test]
    fn what_cannot_be_recovered_is_a_gap_and_the_channel_goes_on_behind_it() {
        for (standing, loss) in [
            (answer(at(90), Recovery::Impossible(Loss::Expired)), Loss::Expired),
            (answer(elsewhere(2), Recovery::Impossible(Loss::EpochChanged)), Loss::EpochChanged),
            (answer(elsewhere(2), Recovery::Complete), Loss::EpochChanged),
            (answer(at(40), Recovery::Complete), Loss::EpochChanged),
            (answer(at(42), Recovery::NotAsked), Loss::Other),
        ] {
            let mut cursor = cursor(41);
            let position = standing.clone().unwrap().position;
            let gap = cursor.resume(standing, true);
            assert_eq!(gap, Some(GapReason::Unrecoverable(loss)), "{position:?}");
            assert_eq!(cursor.position(), Some(&position));
        }
    }

    #[test]
    fn where_nothing_was_published_nothing_was_missed() {
        let mut cursor = cursor(41);
        let loss = Recovery::Impossible(Loss::Expired);
        assert_eq!(cursor.resume(answer(at(41), loss), true), None);
    }

    #[test]
    fn without_positions_an_absence_is_a_gap() {
        let mut cursor = cursor(41);
        assert_eq!(cursor.resume(None, true), Some(GapReason::NoRecovery));
        assert_eq!(cursor.position(), None);
        assert_eq!(cursor.resume(None, false), None);
        assert_eq!(cursor.resume(answer(at(7), Recovery::NotAsked), false), None);
        assert_eq!(cursor.position(), Some(&at(7)));
    }

    #[test]
    fn a_hole_is_asked_for_once() {
        let mut cursor = cursor(41);
        assert!(cursor.tear());
        assert!(!cursor.tear());
        cursor.pass(Some(&at(42)));
        assert!(cursor.tear());
    }
}
