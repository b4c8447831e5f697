// Everyday English words that people ask with and documents answer with: `salary` is asked for, `wages` are written about.
import { membersByWord, withoutEnding } from "./word-forms.ts";

/** Each word of a group may stand for each other one. General words only; a trade's own are for its documents to say. */
const GROUPS =
  "cost price charge fee rate tariff fare|pay salary wage earn earnings income|money cash funds|" +
  "reimburse refund repay reimbursement repayment|buy purchase order|rent hire lease rental|free complimentary gratis|" +
  "discount reduction rebate off|fine penalty|tax levy duty|bonus premium|invoice bill|debt owe|deposit bond|" +
  "cheap inexpensive affordable|holiday vacation leave|break pause rest|ill sick illness sickness disease|" +
  "employee staff worker workforce|boss manager supervisor lead superior|leader head chief|job role position|" +
  "company firm business employer organisation organization|recruit employ hire|probation trial|newcomer starter joiner|" +
  "colleague coworker teammate|customer client buyer|visitor guest|resident inhabitant citizen|people population|child kid|baby infant|" +
  "father mother parent|maternity paternity parental|start begin commence|end finish stop conclude cease|open opening unlock|" +
  "close shut closed|cancel withdraw revoke|send ship dispatch deliver post mail|shipping delivery postage shipment|parcel package|" +
  "pick collect fetch|bring carry take|carry transport|receive get obtain|give provide supply hand|accept take|" +
  "broken defective faulty damaged|damage harm|hurt injure wound|repair fix mend|fault defect error failure problem issue trouble|" +
  "replace exchange swap|warranty guarantee|phone telephone call ring|mobile smartphone cellphone|email e-mail|message notification|" +
  "alarm alert warning siren|emergency urgent|reply answer respond response|help support assist assistance|ask request|" +
  "contact ask reach call|tell inform notify report|say state mention|explain describe|announce publish|" +
  "allow permit permitted allowed let|forbid prohibit ban forbidden|prevent block|" +
  "need require necessary must required mandatory compulsory obligatory|optional voluntary|" +
  "approve authorise authorize agree permission approval consent|password passphrase passcode|login signin logon|" +
  "register enrol enroll sign|laptop computer notebook|app application|info information|admin administrator|doc document documentation|" +
  "photo picture image|lab laboratory|big large huge|small little tiny|quick fast rapid soon|slow slowly|new recent|safe secure|" +
  "dangerous hazardous|common usual typical|main principal primary|whole entire full complete|correct right|wrong incorrect|" +
  "difficult hard|easy simple|near close|limit maximum max cap most|minimum min least|amount quantity|part piece component|" +
  "size dimension|keep store retain hold save|stay remain|lose misplace|throw discard dispose|wash clean|waste rubbish trash garbage|" +
  "check inspect examine verify test|watch monitor observe|change alter modify adjust edit|delete remove erase|update upgrade|" +
  "create make produce manufacture|build erect construct|design plan|invent devise|choose select pick|decide determine|show display|" +
  "appear shown|connect attach link plug|turn switch|press push click|use utilise utilize usage|try attempt|increase raise rise grow|" +
  "reduce decrease lower cut|split divide|mix combine|join enter|meet gather assemble|leave depart|arrive come reach|happen occur|" +
  "live reside dwell|die death dead|kill slay murder|fight battle|war conflict|attack invade|defend protect|win victory|" +
  "destroy demolish ruin|burn fire|control govern rule|elect vote|found establish founded|own belong possess owner|name call title|" +
  "mean meaning denote|contain include comprise consist|car vehicle|bike bicycle|train rail railway|plane flight fly air|" +
  "ship boat vessel|trip travel journey|street road|hotel accommodation lodging|shop store|office workplace|house home|flat apartment|" +
  "lift elevator|toilet restroom bathroom|place location site spot|city town|country nation|region area zone|law rule regulation|" +
  "policy guideline|school college university|teacher instructor trainer|student pupil learner|course class lesson training|" +
  "teach instruct train|film movie|book volume|writer author|meal food|drink beverage|eat feed|doctor physician|vet veterinarian|" +
  "medicine medication drug|operation surgery|machine device equipment appliance|engine motor|fuel petrol gasoline|battery cell|" +
  "lamp light|screen monitor|cable cord wire|box container|clothes clothing|wifi wireless wlan|subscription plan|" +
  "schedule timetable rota calendar|colour color|weight weigh heavy|height high tall|length long|width wide|depth deep|thickness thick|" +
  "speed velocity|accuracy accurate exact precise|distance far range reach|expire lapse|valid last|late delay overdue|" +
  "advance ahead early|often frequent frequently|important significant|christmas december";

const NAMES = membersByWord(GROUPS.split("|").map((group) => group.split(" ")));

/** Words that may be meant by a lower-case one, whatever regular ending it has. */
export function otherNames(word: string): readonly string[] {
  const known = [word, ...withoutEnding(word)].find((candidate) => NAMES.has(candidate));
  return known === undefined ? [] : (NAMES.get(known) ?? []);
}
