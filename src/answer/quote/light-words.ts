// Words that a question is phrased with more than it is about: an answer seldom says them back.

const LIGHT =
  "get gets got gotten getting find finds found make makes made take takes took taken give gives given go goes went gone come comes came " +
  "use uses used using want wants know known tell see seen happen happens happened work works need needs needed still already also " +
  "really actually exactly usually normally currently much many kind type sort way thing things must may please able possible up out off " +
  "back per each during while without am called named person one ones other others another more very just only now like mean means say says said set show shows shown " +
  "after before until during since within between company firm business organisation organization policy policies procedure procedures information details instructions";

/** Lower-case words. They still count a little: where nothing else tells two sentences apart, they do. */
export const LIGHT_WORDS: ReadonlySet<string> = new Set(LIGHT.split(" "));
