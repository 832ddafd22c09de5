use std::sync::Arc;

use leptos::prelude::*;

use crate::Toast;
use crate::store::Opaque;

/// A view of the application's, in place of a toast's words.
pub(super) struct ToastView(Box<dyn Fn() -> AnyView + Send + Sync>);

impl ToastView {
    pub(super) fn of(opaque: &Opaque) -> Option<&Self> {
        opaque.0.downcast_ref()
    }

    pub(super) fn show(&self) -> AnyView {
        (self.0)()
    }
}

impl Toast {
    /// Shows a view in place of the words, beside the icon and above the buttons. The title is still
    /// what is said aloud and what the close button names.
    ///
    /// # Examples
    ///
    /// ```
    /// use bellwire_ui::Toast;
    /// use leptos::prelude::*;
    ///
    /// let toast = Toast::info("Ada has sent you a picture")
    ///     .view(|| view! { <img src="/pictures/5" alt="A cat"/> });
    /// ```
    #[must_use]
    pub fn view<V: IntoView + 'static>(self, view: impl Fn() -> V + Send + Sync + 'static) -> Self {
        let view = ToastView(Box::new(move || view().into_any()));
        self.opaque_view(Opaque(Arc::new(view)))
    }
}
