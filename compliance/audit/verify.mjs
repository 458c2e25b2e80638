#!/usr/bin/env node
// A second verifier of ptscribe trails, written apart from verify.py and sharing none of its code:
// what both say is not one program's mistake. Node 18 or newer, nothing else.
//
//   node verify.mjs trail.jsonl [--witness FOLDER --key VKEY] [--json]
//   node verify.mjs evidence.json.gz --key VKEY [--json]
//
// Exit code 0: holds. 1: tampered, with where. 2: could not be verified.

import { createHash, createPublicKey, verify as verifySignature } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { gunzipSync } from "node:zlib";

class Unreadable extends Error {}

const sha256 = (...parts) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

// --- canonical JSON (RFC 8785 is JSON.stringify with sorted keys; numbers here are integers only) ---

function canonical(value) {
  if (value === null || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new RangeError("number");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object") {
    const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${members.join(",")}}`;
  }
  throw new TypeError(typeof value);
}

const EVENT_KEYS = [
  "action", "actor_id", "actor_role", "at", "client", "commitments", "details",
  "draft_id", "outcome", "patient_ref", "purpose", "request_id", "version",
];
const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const isScalar = (value) => typeof value === "string" || Number.isSafeInteger(value);

/** The event whose canonical form these bytes are, or null. */
function readEvent(body) {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
    const event = JSON.parse(text);
    if (!isMap(event) || canonical(event) !== text) return null;
    if (!EVENT_KEYS.every((key) => Object.hasOwn(event, key))) return null;
    for (const [key, value] of Object.entries(event)) {
      const map = key === "commitments" || key === "details";
      if (map !== isMap(value)) return null;
      if (map ? !Object.values(value).every(isScalar) : !isScalar(value)) return null;
    }
    return event;
  } catch {
    return null;
  }
}

// --- reading a dump -------------------------------------------------------------------------------

const revive = (value) => (isMap(value) ? Buffer.from(value.hex, "hex") : value);

/** Calls `visit(table, row)` for every row, in order. */
async function readDump(path, visit) {
  if (!existsSync(path) || !statSync(path).isFile()) throw new Unreadable("there is no such file");
  let header = null;
  let count = 0;
  let ended = false;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (ended) throw new Unreadable("something follows its end");
    const value = JSON.parse(line);
    if (Array.isArray(value)) {
      if (!header || value.length !== header.columns.length) throw new Unreadable("a row without its table");
      visit(header.table, Object.fromEntries(header.columns.map((name, n) => [name, revive(value[n])])));
    } else if ("table" in value) {
      header = value;
      visit(header.table, null);
    } else {
      if (value.end !== count) throw new Unreadable("lines are missing");
      ended = true;
    }
    count += 1;
  }
  if (!ended) throw new Unreadable("its end is missing");
}

// --- Merkle tree: full subtrees as a binary counter ----------------------------------------------

class MerkleCounter {
  size = 0;
  levels = []; // levels[k] is the root of a full subtree of 2^k leaves, or undefined

  add(leaf) {
    let k = 0;
    let hash = leaf;
    for (; this.levels[k]; k += 1) {
      hash = sha256(NODE, this.levels[k], hash);
      this.levels[k] = undefined;
    }
    this.levels[k] = hash;
    this.size += 1;
  }

  get edge() {
    return Buffer.concat(this.levels.filter(Boolean).reverse());
  }

  get root() {
    const parts = this.levels.filter(Boolean);
    return parts.length ? parts.reduce((right, left) => sha256(NODE, left, right)) : sha256();
  }
}

// --- signed notes ----------------------------------------------------------------------------------

const SPKI = Buffer.from("302a300506032b6570032100", "hex");
const strictBase64 = (text) => {
  const bytes = Buffer.from(text, "base64");
  if (bytes.toString("base64") !== text) throw new Unreadable("base64");
  return bytes;
};

function readKey(vkey) {
  const [name, id, ...rest] = vkey.trim().split("+");
  const key = strictBase64(rest.join("+"));
  const expected = sha256(`${name}\n`, key).subarray(0, 4);
  if (key.length !== 33 || key[0] !== 1 || expected.toString("hex") !== id) throw new Unreadable("not a verifier key");
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, key.subarray(1)]), format: "der", type: "spki" });
  return { name, id: expected, publicKey };
}

function readNote(text, where) {
  const cut = text.lastIndexOf("\n\n");
  const body = text.slice(0, cut + 1);
  const lines = body.split("\n").slice(0, -1);
  const tail = text.slice(cut + 2).split("\n");
  if (cut < 0 || lines.length < 3 || lines.includes("") || tail.pop() !== "" || !tail.length) {
    throw new Unreadable(`${where} is not a checkpoint`);
  }
  if (!/^[1-9][0-9]{0,14}$/.test(lines[1])) throw new Unreadable(`${where} has no size`);
  const signatures = tail.map((line) => {
    const [mark, name, encoded, more] = line.split(" ");
    if (mark !== "—" || !name || !encoded || more !== undefined) throw new Unreadable(`${where} has a bad signature`);
    return { name, raw: strictBase64(encoded) };
  });
  const root = strictBase64(lines[2]);
  if (root.length !== 32) throw new Unreadable(`${where} has no root`);
  return { where, body, origin: lines[0], size: Number(lines[1]), root, extra: lines.slice(3), signatures };
}

const signedBy = (note, vkey) => {
  const key = readKey(vkey);
  return note.signatures.some(
    ({ name, raw }) =>
      name === key.name &&
      raw.subarray(0, 4).equals(key.id) &&
      verifySignature(null, Buffer.from(note.body), key.publicKey, raw.subarray(4)),
  );
};

/** The notes that were signed by the key in force at their size: the pinned one, or one it was handed over to. */
function authentic(notes, vkey, problem) {
  const origin = readKey(vkey).name;
  const ordered = [...notes].sort((a, b) => a.size - b.size);
  const steps = ordered
    .filter((note) => note.origin === origin)
    .flatMap((note) => note.extra.filter((line) => line.startsWith("rotate ")).map((line) => ({ note, next: line.slice(7) })));
  const reigns = [{ key: vkey, from: 0, to: Infinity }];
  for (;;) {
    const reign = reigns[reigns.length - 1];
    const found = steps.findIndex(({ note, next }) => signedBy(note, reign.key) && signedBy(note, next));
    if (found < 0) break;
    const [{ note, next }] = steps.splice(found, 1);
    reign.to = note.size;
    reigns.push({ key: next, from: note.size, to: Infinity });
  }
  return ordered.filter((note) => {
    if (note.origin !== origin) return problem(note.where, "another log's checkpoint");
    const held = reigns.some(({ key, from, to }) => from <= note.size && note.size <= to && signedBy(note, key));
    return held || problem(note.where, "not signed by the key of its time");
  });
}

function readCheckpoints(folder, vkey, problem) {
  const names = readdirSync(folder).filter((name) => name.endsWith(".note")).sort();
  if (!names.length) throw new Unreadable("the witness folder holds no checkpoint");
  if (!vkey) throw new Unreadable("checkpoints, but no key to check them with");
  return authentic(names.map((name) => readNote(readFileSync(join(folder, name), "utf8"), name)), vkey, problem);
}

// --- the checks --------------------------------------------------------------------------------------

// Columns that change with a record's life, and follow from events.
const LIFE = {
  drafts: ["status", "version", "displayed_hash", "blocking", "warnings"],
  patients: ["shredded_at"],
};
const CHANGING = ["users"]; // the last event that names such a row vouches for it, earlier ones no more

function digestOf(table, row) {
  const plain = {};
  for (const [name, value] of Object.entries(row)) {
    if (!LIFE[table]?.includes(name)) plain[name] = Buffer.isBuffer(value) ? sha256(value).toString("hex") : value;
  }
  return sha256(canonical([table, plain])).toString("hex");
}

async function verify(path, witness, vkey) {
  const problems = [];
  const problem = (where, what) => {
    problems.push({ where, what });
    return false;
  };
  const notes = witness ? readCheckpoints(witness, vkey, problem) : [];
  const tree = new MerkleCounter();
  const vouched = new Map(); // digest -> seq
  const present = new Map(); // "table/key" of a changing row -> [digest, seq]
  const destroyed = new Map(); // patients whose key is gone -> since when
  const statusOf = new Map();
  const announced = new Map(); // "size root" -> seq
  const kept = {}; // small columns of the record tables
  const records = []; // [where, digest, must it be vouched for?]
  const audio = new Map();
  const remarks = [];
  let latest = "";

  const onEvent = (row) => {
    const where = `event ${row.seq}`;
    if (row.seq !== tree.size + 1) problem(where, "out of sequence");
    const body = Buffer.isBuffer(row.body) ? row.body : Buffer.alloc(0);
    const leaf = sha256(LEAF, body);
    if (!Buffer.isBuffer(row.leaf_hash) || !leaf.equals(row.leaf_hash)) problem(where, "leaf hash");
    tree.add(leaf);
    for (const note of notes) {
      if (note.size === tree.size && !note.root.equals(tree.root)) problem(note.where, "not a prefix of this log");
    }
    const event = readEvent(body);
    if (!event) return problem(where, "not a canonical event");
    for (const name of ["at", "action", "actor_id", "draft_id", "patient_ref"]) {
      if (event[name] !== row[name]) problem(where, `column ${name}`);
    }
    if (event.at >= latest) latest = event.at;
    else if (Date.parse(latest) - Date.parse(event.at) > 120_000 && remarks.length < 20) {
      remarks.push({ where, what: "the clock went backwards before it" });
      latest = event.at;
    }
    for (const [name, digest] of Object.entries(event.commitments)) {
      if (typeof digest !== "string" || !/^[0-9a-f]{64}$/.test(digest)) continue;
      if (CHANGING.includes(name.split("/")[0])) present.set(name, [digest, row.seq]);
      else if (!vouched.has(digest)) vouched.set(digest, row.seq);
    }
    if (event.action === "key.destroyed") destroyed.set(event.patient_ref, event.details.shredded_at);
    if (Object.hasOwn(event.details, "draft_status")) statusOf.set(event.draft_id, event.details.draft_status);
    if (event.action === "trail.checkpointed" && event.outcome === "success") {
      announced.set(`${event.details.size} ${event.details.root}`, row.seq);
    }
    return true;
  };

  await readDump(path, (table, row) => {
    kept[table] ??= [];
    if (!row) return;
    if (table === "audit_events") onEvent(row);
    else if (table === "recording_chunks") {
      const parts = audio.get(row.recording_id) ?? { hash: createHash("sha256"), next: 0 };
      if (row.n !== parts.next) problem(`recording ${row.recording_id}`, "parts out of order");
      parts.next += 1;
      parts.hash.update(row.sealed);
      audio.set(row.recording_id, parts);
    } else {
      const where = `${table} ${Object.values(row).slice(0, row.id ? 1 : 3).filter((v) => !Buffer.isBuffer(v)).join(" ")}`;
      if (table !== "audit_head" && table !== "recordings") {
        records.push([where, table, row, digestOf(table, row)]);
      }
      const small = {};
      for (const [name, value] of Object.entries(row)) if (!name.endsWith("_sealed") && name !== "sealed") small[name] = value;
      kept[table].push(small);
    }
  });

  if (!tree.size) throw new Unreadable("no events");
  const head = kept.audit_head;
  if (!head || head.length !== 1) throw new Unreadable("no head");
  if (head[0].id !== 1 || head[0].size !== tree.size) problem("head", "size");
  else if (!tree.root.equals(head[0].root) || !tree.edge.equals(head[0].frontier)) problem("head", "root");
  for (const note of notes) if (note.size > tree.size) problem(note.where, "longer than the log");
  const have = new Set(notes.map((note) => `${note.size} ${note.root.toString("hex")}`));
  if (notes.length) for (const [key, seq] of announced) if (!have.has(key)) problem(`event ${seq}`, "its checkpoint is missing");

  const used = new Set();
  const based = new Set(kept.draft_versions.map((row) => `${row.draft_id} ${row.run}`));
  for (const row of kept.recordings) {
    const parts = audio.get(row.id);
    audio.delete(row.id);
    const whole = { ...row, audio: (parts ? parts.hash.digest() : sha256()).toString("hex") };
    records.push([`recordings ${row.id}`, "recordings", row, digestOf("recordings", whole)]);
  }
  for (const id of audio.keys()) problem(`recording ${id}`, "parts without a record");
  for (const [where, table, row, digest] of records) {
    const scratch = table === "run_values" && row.name !== "transcript" && row.name !== "facts";
    if (scratch) continue;
    used.add(digest);
    const needed = table !== "run_values" || based.has(`${row.draft_id} ${row.run}`);
    const told = CHANGING.includes(table) ? present.get(`${table}/${row.id}`)?.[0] === digest : vouched.has(digest);
    if (needed && !told) problem(where, "not vouched for");
  }
  for (const { id, shredded_at: shredded } of kept.patients) {
    if (shredded !== (destroyed.get(id) ?? null)) problem(`patients ${id}`, "destroyed or not");
  }
  for (const [digest, seq] of [...vouched, ...present.values()]) if (!used.has(digest)) problem(`event ${seq}`, "a record is missing or changed");

  const newest = new Map();
  for (const row of kept.draft_versions) {
    if (row.version > (newest.get(row.draft_id)?.version ?? 0)) newest.set(row.draft_id, row);
  }
  const decided = new Set(kept.decisions.map((d) => JSON.stringify([d.draft_id, d.version, d.displayed_hash, d.kind])));
  const signed = new Set(kept.signatures.map((s) => JSON.stringify([s.draft_id, s.version, s.content_hash])));
  for (const draft of kept.drafts) {
    const where = `draft ${draft.id}`;
    const top = newest.get(draft.id) ?? { version: 0, content_hash: "", blocking: 0, warnings: 0 };
    const fits =
      draft.version === top.version && draft.displayed_hash === top.content_hash &&
      draft.blocking === top.blocking && draft.warnings === top.warnings;
    if (!fits) problem(where, "not its newest version");
    if (statusOf.get(draft.id) !== draft.status) problem(where, "status without an event");
    const shown = [draft.id, draft.version, draft.displayed_hash];
    if (["approved", "signed"].includes(draft.status) && !decided.has(JSON.stringify([...shown, "approve"]))) {
      problem(where, "not approved");
    }
    if (draft.status === "rejected" && !decided.has(JSON.stringify([...shown, "reject"]))) problem(where, "not rejected");
    if ((draft.status === "signed") !== signed.has(JSON.stringify(shown))) problem(where, "signature");
  }
  const top = new Map(kept.signatures.map((s) => [s.draft_id, `${s.version} ${s.content_hash}`]));
  for (const one of [...kept.addenda].sort((a, b) => a.version - b.version)) {
    const fits = top.get(one.draft_id) === `${one.based_on} ${one.based_on_hash}` && one.version === one.based_on + 1;
    if (!fits) problem(`addendum ${one.draft_id} ${one.version}`, "not on the signed text before it");
    top.set(one.draft_id, `${one.version} ${one.content_hash}`);
  }
  return { verdict: problems.length ? "tampered" : "ok", checked: tree.size, root: tree.root.toString("hex"), problems, remarks };
}

// --- the evidence of one draft -------------------------------------------------------------------------

/** The root that a leaf and its inclusion proof lead to, by splitting the tree as RFC 6962 does. */
function climb(index, size, leaf, proof) {
  if (size === 1) {
    if (proof.length) throw new RangeError("proof");
    return leaf;
  }
  if (!proof.length) throw new RangeError("proof");
  let left = 1;
  while (left * 2 < size) left *= 2;
  const rest = proof.slice(0, -1);
  const other = proof[proof.length - 1];
  return index < left
    ? sha256(NODE, climb(index, left, leaf, rest), other)
    : sha256(NODE, other, climb(index - left, size - left, leaf, rest));
}

function verifyBundle(path, vkey) {
  if (!existsSync(path)) throw new Unreadable("there is no such file");
  const raw = readFileSync(path);
  const text = raw[0] === 0x1f && raw[1] === 0x8b ? gunzipSync(raw, { maxOutputLength: 64 << 20 }) : raw;
  const bundle = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  if (!isMap(bundle) || bundle.format !== "ptscribe-evidence-1" || !bundle.events.length) throw new Unreadable("no bundle");
  const problems = [];
  const problem = (where, what) => {
    problems.push({ where, what });
    return false;
  };
  const note = readNote(bundle.checkpoint, "checkpoint");
  const rotations = (bundle.rotations ?? []).map((one, n) => readNote(one, `rotation ${n + 1}`));
  const told = new Set();
  let last = 0;
  if (!vkey) throw new Unreadable("no key to check the checkpoint with");
  authentic([...rotations, note], vkey, problem);
  for (const { seq, body, proof } of bundle.events) {
    const where = `event ${seq}`;
    if (!Number.isSafeInteger(seq) || seq <= last || seq > note.size) {
      problem(where, "out of order, or outside of the log");
      continue;
    }
    last = seq;
    const hashes = proof.map(strictBase64);
    let root = null;
    try {
      if (hashes.every((hash) => hash.length === 32)) root = climb(seq - 1, note.size, sha256(LEAF, Buffer.from(body)), hashes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    if (!root || !root.equals(note.root)) problem(where, "not in the checkpoint's log");
    const event = readEvent(Buffer.from(body));
    if (!event || event.draft_id !== bundle.draft_id) problem(where, "not an event of this draft");
    else told.add(event.details.content_hash);
  }
  bundle.contents.forEach((content, n) => {
    if (!told.has(sha256(content).toString("hex"))) problem(`content ${n + 1}`, "no event tells of it");
  });
  for (const [name, digest] of Object.entries(bundle.files ?? {})) {
    const beside = join(dirname(path), basename(name));
    if (existsSync(beside) && sha256(readFileSync(beside)).toString("hex") !== digest) problem(name, "not the bundle's file");
  }
  return { verdict: problems.length ? "tampered" : "ok", checked: bundle.events.length, root: note.root.toString("hex"), problems };
}

// --- command line -------------------------------------------------------------------------------------

async function main(argv) {
  const option = (name) => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : "");
  let report;
  try {
    const path = argv[0] ?? "";
    report = /\.(json|gz)$/.test(path)
      ? verifyBundle(path, option("--key"))
      : await verify(path, option("--witness"), option("--key"));
  } catch (error) {
    report = { verdict: "cannot_verify", checked: 0, root: "", problems: [{ where: "trail", what: error.message }] };
  }
  if (argv.includes("--json")) console.log(JSON.stringify({ ...report, problems: report.problems.slice(0, 100) }));
  else {
    console.log(`${report.verdict.replace("_", " ")}: ${report.checked} events`);
    for (const { where, what } of report.problems.slice(0, 100)) console.log(`  ${where}: ${what}`);
    for (const { where, what } of report.remarks ?? []) console.log(`  remark: ${where}: ${what}`);
  }
  return { ok: 0, tampered: 1, cannot_verify: 2 }[report.verdict];
}

process.exitCode = await main(process.argv.slice(2));
