use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Calls code of the application. Its panic harms nothing else, and is returned in words; where
/// panics end the program, as in a browser, there is nothing to return.
pub(super) fn call_out(code: impl FnOnce()) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(code)).map_err(|panic| words_of(&*panic).to_owned())
}

fn words_of(panic: &(dyn Any + Send)) -> &str {
    let formatted = panic.downcast_ref::<String>().map(String::as_str);
    formatted.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without words")
}
