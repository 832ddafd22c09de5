use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use gloo_timers::callback::Timeout;
use js_sys::Promise;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{AudioContext, HtmlAudioElement};

use super::Turn;

/// Plays a sound, on one page of this origin at a time.
#[derive(Clone)]
pub(crate) struct Player(Arc<SendWrapper<Rc<Inner>>>);

struct Inner {
    source: Source,
    turn: RefCell<Option<Turn>>,
    rest: RefCell<Option<Timeout>>,
}

enum Source {
    /// Made when it is heard for the first time: before somebody has touched the page, browsers
    /// refuse, and say so.
    Chime(RefCell<Option<AudioContext>>),
    File(HtmlAudioElement),
    Nothing,
}

/// Frequency in hertz, loudness, start and end in seconds: a fifth, soft, the higher tone a little
/// later.
const PARTIALS: [(f32, f32, f64, f64); 2] = [(659.3, 0.06, 0.0, 0.2), (987.8, 0.05, 0.07, 0.28)];
/// How long a tone takes to be there, in seconds: one that is there at once cracks.
const ATTACK: f64 = 0.01;
/// What nobody hears; a tone cannot fade to nothing.
const SILENCE: f32 = 0.0001;
/// For how long no other page plays, in milliseconds.
const TURN_MS: u32 = 2_500;

impl Player {
    /// Plays the file at an address, or a chime. What cannot be loaded is not heard.
    pub(crate) fn new(address: Option<&str>) -> Self {
        let source = match address {
            None => Source::Chime(RefCell::default()),
            Some(address) => {
                HtmlAudioElement::new_with_src(address).map_or(Source::Nothing, Source::File)
            }
        };
        let inner = Inner { source, turn: RefCell::default(), rest: RefCell::default() };
        Self(Arc::new(SendWrapper::new(Rc::new(inner))))
    }

    /// Plays it, unless another page does.
    pub(crate) fn play(&self) {
        let inner: &Rc<Inner> = &self.0;
        let has_turn = inner.turn.borrow().as_ref().is_some_and(Turn::is_ours);
        if has_turn {
            inner.sound();
        } else {
            let player = Rc::downgrade(inner);
            let turn = Turn::take("bellwire-sound", move || {
                if let Some(player) = player.upgrade() {
                    player.sound();
                }
            });
            inner.turn.replace(turn);
        }
        let player = Rc::downgrade(inner);
        inner.rest.replace(Some(Timeout::new(TURN_MS, move || {
            if let Some(player) = player.upgrade() {
                player.rest();
            }
        })));
    }

    /// Plays it here, whatever other pages do, while the user presses something. Some browsers play
    /// nothing later that was not heard then.
    pub(crate) fn try_out(&self) {
        self.0.sound();
    }
}

impl Inner {
    fn sound(&self) {
        let sounded = match &self.source {
            Source::Chime(context) => chime(&mut context.borrow_mut()),
            Source::File(audio) => {
                audio.set_current_time(0.0);
                audio.play().map(super::ignore)
            }
            Source::Nothing => Ok(()),
        };
        // Who cannot hear it, sees it.
        drop(sounded);
    }

    /// The turn is over, and the device may sleep.
    fn rest(&self) {
        self.turn.take();
        if let Source::Chime(context) = &self.source
            && let Some(context) = &*context.borrow()
        {
            let _ = context.suspend().map(super::ignore);
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        match &self.source {
            Source::Chime(context) => {
                if let Some(context) = &*context.borrow() {
                    let _ = context.close().map(super::ignore);
                }
            }
            Source::File(audio) => {
                let _ = audio.pause();
            }
            Source::Nothing => {}
        }
    }
}

fn chime(slot: &mut Option<AudioContext>) -> Result<(), JsValue> {
    let context = match slot {
        Some(context) => context,
        None => slot.insert(AudioContext::new()?),
    };
    let resumed: Promise = context.resume()?;
    super::ignore(resumed);
    let now = context.current_time() + ATTACK;
    for (frequency, loudness, start, end) in PARTIALS {
        let (tone, gain) = (context.create_oscillator()?, context.create_gain()?);
        tone.frequency().set_value(frequency);
        let volume = gain.gain();
        volume.set_value_at_time(SILENCE, now + start)?;
        volume.linear_ramp_to_value_at_time(loudness, now + start + ATTACK)?;
        volume.exponential_ramp_to_value_at_time(SILENCE, now + end)?;
        tone.connect_with_audio_node(&gain)?;
        gain.connect_with_audio_node(&context.destination())?;
        tone.start_with_when(now + start)?;
        tone.stop_with_when(now + end)?;
    }
    Ok(())
}
