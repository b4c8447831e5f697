// Everyday English words that people ask with and documents answer with: `salary` is asked for, `wages` are written about.
import { membersByWord, withoutEnding } from "./word-forms.ts";

/** A line is a group: each word of it may stand for each other one. General words only; a trade's own are for its documents. */
const GROUPS = `
cost price charge fee rate tariff fare
pay salary wage earn earnings income
reimburse refund repay reimbursement repayment
buy purchase order
rent hire lease rental
free complimentary gratis
discount reduction rebate off
holiday vacation leave
break pause
ill sick illness sickness
employee staff worker workforce
boss manager supervisor lead superior
job role position
company firm business employer organisation organization
recruit employ hire
probation trial
newcomer starter joiner
colleague coworker teammate
start begin commence
end finish stop conclude
open opening
close shut closed
send ship dispatch deliver post mail
shipping delivery postage shipment
parcel package
broken defective faulty damaged
repair fix mend
fault defect error failure problem issue trouble
replace exchange swap
warranty guarantee
phone telephone call ring
mobile smartphone cellphone
email e-mail
reply answer respond response
help support assist assistance
ask request
tell inform notify report
announce publish
allow permit permitted allowed
forbid prohibit ban forbidden
need require necessary must required
approve authorise authorize agree permission approval consent
password passphrase passcode
login signin logon
laptop computer notebook
big large
small little
quick fast rapid soon
limit maximum max cap most
fine penalty
lab laboratory
app application
info information
admin administrator
doc document documentation
photo photograph
vet veterinarian
emergency urgent
subscription plan
wifi wireless wlan
battery cell
appear print shown
resident inhabitant
minimum min least
get receive obtain
provide supply
keep store retain
check inspect examine verify
change alter modify adjust edit
delete remove erase
create make produce manufacture build
build erect construct
pick collect fetch
medicine medication drug
operation surgery
register enrol enroll sign
choose select pick
show display
connect attach link
car vehicle
bike bicycle
train rail railway
trip travel journey
plane flight fly air
hotel accommodation lodging
meal food
doctor physician
child kid
father mother parent
maternity paternity parental
own belong possess owner
found establish founded
kill slay murder
live reside
city town
country nation
leader head chief
happen occur
important significant
often frequent frequently
customer client
supplier vendor
bill invoice
picture image photo
colour color
weight weigh heavy
height high tall
length long
width wide
depth deep
thickness thick
accuracy accurate exact precise
distance far range reach
expire lapse
late delay overdue
christmas december
advance ahead early
`
  .trim()
  .split("\n")
  .map((line) => line.split(" "));

const NAMES = membersByWord(GROUPS);

/** Endings that make another word of a word: `reachable` is about reaching, a `teacher` teaches. */
const ENDINGS = ["able", "er", "or", "ment"];
const SHORTEST_ROOT = 4;

/** Words that may be meant by a lower-case one, whatever regular ending it has. */
export function otherNames(word: string): readonly string[] {
  const known = [word, ...withoutEnding(word)].find((candidate) => NAMES.has(candidate));
  return known === undefined ? [] : (NAMES.get(known) ?? []);
}

/** Words of the same root, made with an ending or without one. */
export function relatives(word: string): readonly string[] {
  if (!/^[a-z]{3,}$/.test(word)) return [];
  const roots = ENDINGS.filter((ending) => word.endsWith(ending)).map((ending) => word.slice(0, -ending.length));
  const longEnough = roots.filter(({ length }) => length >= SHORTEST_ROOT);
  const base = word.replace(/e$/, "");
  return [...longEnough, ...longEnough.map((root) => `${root}e`), ...ENDINGS.map((ending) => base + ending)];
}
