use std::cell::OnceCell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

thread_local! {
    static DISPATCH: OnceCell<Function> = const { OnceCell::new() };
}

/// Sets the function that is called as `dispatch(handler, first, second, third)`, where `handler`
/// is the number under which a handler was registered. The first call counts.
#[wasm_bindgen(js_name = setDispatch)]
pub fn set_dispatch(dispatch: Function) {
    DISPATCH.with(|cell| cell.set(dispatch).ok());
}

/// Calls a handler. It reports its own failures.
pub(crate) fn dispatch(handler: u32, arguments: [JsValue; 3]) {
    let [first, second, third] = arguments;
    DISPATCH.with(|cell| {
        if let Some(dispatch) = cell.get() {
            let _ = dispatch.call4(&JsValue::UNDEFINED, &handler.into(), &first, &second, &third);
        }
    });
}
