use axum::Json;
use axum::extract::State as Extract;
use bellwire_protocol::inbox::RecentNotifications;

use crate::app::State;
use crate::marketplace::signed_in::SignedIn;

pub(super) async fn notifications(
    Extract(state): Extract<State>,
    SignedIn(user): SignedIn,
) -> Json<RecentNotifications> {
    Json(state.inboxes.notifications(user.id))
}
