import init, { Client } from "bellwire";

interface Events {
  job_created: { job_id: number; title: string; pay_amount_usd: number; job_type: string };
}

const server = new URLSearchParams(location.search).get("server") ?? "ws://localhost:8080/ws";

await init();
const client = new Client<Events>(server);
client.subscribe("jobs");
client.onStatus((status) => {
  document.querySelector("#status")!.textContent = status.state;
});
client.on("job_created", (job, { timestamp }) => {
  const line = document.createElement("li");
  line.textContent = `${job.title}, $${job.pay_amount_usd}`;
  line.title = timestamp ?? "";
  document.querySelector("#events")!.append(line);
});
