// What an application has that shows toasts with sonner: a toaster, and a list of its own in place of
// Bellwire's bell. It does what `demo/gallery/src/under_load.rs` does, told by the same events.

import { memo, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import { Toaster, toast } from "sonner";

interface Notification {
  id: number;
  title: string;
  detail: string;
}

function posted(n: number): Notification {
  return { id: n, title: `Job ${n} was posted`, detail: "Just now" };
}

/** Calls `then` with the number that an event of the window bears. */
function useNumbered(name: string, then: (n: number) => void): void {
  useEffect(() => {
    const listener = (event: Event) => then((event as CustomEvent<number>).detail);
    addEventListener(name, listener);
    return () => removeEventListener(name, listener);
  }, []);
}

const Row = memo(({ title, detail }: Notification) => (
  <li className="row">
    <span className="title">{title}</span>
    <span className="detail">{detail}</span>
    <button type="button">Mark as read</button>
  </li>
));

function Bell({ notifications }: { notifications: Notification[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const count = notifications.length;
  const unread = count.toLocaleString("en");
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        aria-label={`Notifications, ${unread} unread`}
        onClick={() => setIsOpen(!isOpen)}
      >
        🔔 <span className="count">{count > 99 ? "99+" : count}</span>
      </button>
      {isOpen && (
        <div role="dialog" aria-label="Notifications" className="panel">
          <ul>
            {notifications.map((notification) => (
              <Row key={notification.id} {...notification} />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function App() {
  const [notifications, setNotifications] = useState<Notification[]>([]);
  const add = (n: number) => setNotifications((all) => [posted(n), ...all]);
  useNumbered("toast", (n) => toast.info(`Message ${n}`));
  useNumbered("notification", add);
  useNumbered("news", (n) => {
    add(n);
    const { title, detail } = posted(n);
    toast.info(title, { description: detail });
  });
  useNumbered("clear", () => {
    toast.dismiss();
    setNotifications([]);
  });
  return (
    <>
      <main>
        <Bell notifications={notifications} />
      </main>
      <Toaster />
    </>
  );
}

createRoot(document.getElementById("root")!).render(<App />);
