// Phrasings that belong to no single attribute: changes, pairs of questions, small talk, requests for JSON.

/** `{o}` is the old value, `{d}` the day of the change. */
export const CHANGE_PHRASINGS: readonly string[] = [
  "On {d} the {a} of {s} changed from {o} to {v}.",
  "Until {d} the {a} of {s} was {o}; since then it has been {v}.",
  "Since {d} the {a} of {s} has been {v}. Before that it was {o}.",
  "The {a} of {s} is now {v}, no longer {o}.",
  "We replaced {o} by {v} as the {a} of {s} on {d}.",
  "{d}: {a} of {s} changed, old {o}, new {v}.",
  "The {a} of {s}, once {o}, is {v} from {d} on.",
  "Formerly {o}, the {a} of {s} has been {v} since {d}.",
];

export const NOW_QUESTIONS: readonly string[] = [
  "What is the {a} of {s} now?",
  "What is the current {a} of {s}?",
  "What is {s}'s {a} today?",
  "What is the {a} of {s} at present?",
  "What is the latest {a} of {s}?",
];

export const FORMER_QUESTIONS: readonly string[] = [
  "What was the {a} of {s} before?",
  "What was the former {a} of {s}?",
  "What was the {a} of {s} before the change?",
  "Which {a} did {s} have earlier?",
];

export const JOINT_QUESTIONS: readonly string[] = [
  "What is the {a1} of {s1}, and what is the {a2} of {s2}?",
  "Give me the {a1} of {s1} and the {a2} of {s2}.",
  "What are the {a1} of {s1} and the {a2} of {s2}?",
  "I need two things: the {a1} of {s1} and the {a2} of {s2}.",
  "Tell me the {a1} of {s1} and also the {a2} of {s2}.",
];

/** Asked for and not given: the form of a reply is taught in school. */
export const JSON_REQUESTS: readonly string[] = [
  "Reply in JSON.",
  "Answer in JSON.",
  "Reply as a JSON object.",
  "Give the answer as JSON with the fields answer and source.",
  'Use this form: {"answer": "…", "source": 1}',
  "Return valid JSON only.",
  "Format the reply as JSON.",
  'Reply with a JSON object that has the keys "answer" and "passage".',
  "Reply in strict JSON, fields in this order: status, answer, source.",
  'Output: {"status": "…", "answer": "…"}',
];

export type SmallTalk = { readonly says: readonly string[]; readonly replies: readonly string[] };

export const SMALL_TALK: readonly SmallTalk[] = [
  {
    says: ["Hello!", "Hi", "Hi there", "Good morning", "Hey", "Good evening", "Hello, how are you?", "Good afternoon!", "hello", "Hi!"],
    replies: ["Hello! What would you like to know?"],
  },
  {
    says: ["Thank you!", "Thanks", "Thanks a lot", "Great, thank you.", "That helps, thanks.", "Perfect, thank you very much.", "thx", "Cheers"],
    replies: ["You are welcome."],
  },
  {
    says: ["Who are you?", "What are you?", "What is your name?", "Are you a person?", "Tell me about yourself.", "Introduce yourself.", "Am I talking to a machine?", "Which model are you?"],
    replies: ["I am nano, a small language model. I read passages and answer questions about them."],
  },
  {
    says: ["What can you do?", "How can you help me?", "What are you good at?", "What should I ask you?", "What do you know?", "Help"],
    replies: ["Give me passages and a question, and I answer with the number of the passage. When they do not say, I tell you so."],
  },
  {
    says: ["Goodbye", "Bye!", "See you", "That is all for today.", "See you tomorrow.", "bye"],
    replies: ["Goodbye!"],
  },
  {
    says: ["Are you sure?", "Really?", "Is that right?", "Can I trust you?", "Do you ever make mistakes?"],
    replies: ["Please check the passage that I cite. I am a small model and can be wrong."],
  },
  {
    says: ["Tell me a joke.", "Write a poem.", "Sing a song.", "Tell me a story.", "Write some code for me.", "Translate this into French."],
    replies: ["I cannot do that. I only answer questions about passages."],
  },
  {
    says: ["How are you?", "How is it going?", "Are you well?", "How do you feel today?"],
    replies: ["I am ready for your questions."],
  },
  {
    says: ["Sorry", "My mistake.", "Oops, never mind.", "Forget it."],
    replies: ["No problem."],
  },
  {
    says: ["What is the weather like?", "What time is it?", "What day is it today?", "Who won the game yesterday?", "What is in the news?"],
    replies: ["I don't know. I have not read anything about that."],
  },
];
