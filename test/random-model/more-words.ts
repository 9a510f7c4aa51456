// Words of everyday English beside those from which the practice model's tokens are made.
const WORDS = `
  abandoned abbreviation above abroad absolute absorb absorption abstract abstraction academic accessories accomplish accomplishment according accountability accurate
  achievable acidification action active activity adapt addition additional adequate adjust adjustments administration administrative advancements advances
  adventurers adventurous advocacy advocating aerosols affordability affordable age ago agreed agricultural agriculture ahead alien alive allow alphabetical already
  alternative although altitude amazed amazing among amongst amphibians analytical analytics antibiotics anticipation antonym anxiety anything anytime anywhere apart
  appearance appliances applicable applied appreciation approaches approximately architecture arms array artifact artistic artwork aside assignments assistant
  astronaut astronomy atmospheric attending attractive audio authentication automate automatically automation automobile autonomous autonomy autumn availability aware
  awe background backyard bacteria bake base basketball battery beaches beautiful became begin behaviour behind behold beliefs belonging beloved below beneath
  beneficial beyond bias biases biggest bike biodiversity birthday black blanket block blockchain blog blue boiling bond boost boundaries bowl box boy branches brave
  breathtaking breeze brilliant broken brought buildings built businesses bustling butter buy buyers calendar calm came cancer cannot capabilities capable capacity
  capitalism captivated captivating capture car carbohydrates cardiovascular carrots cat caught cautiously celebration centimeters channels characteristics
  characterized chatbot cheese child childhood chips chlorophyll chocolate choose chosen chronic cinnamon circumstances civil civilization clarity class classes
  classical classification classified classify classmates classroom clear clients climb clothing cluster coastal code cognitive collaborate collaboration colleagues
  collective colorful combat comfort common communicate comparison competitive competitors complaints component composed composition comprehensive computing
  concentration concise confidence consequences conservation consistent construction consumption containers continuous contrast contribution controlled controversial
  convenience convenient conveys cook cool cooperation coronavirus correlations couldn countless countryside courageous crash cream creativity creature crew criminal
  criteria crucial cryptocurrencies cryptocurrency cryptographic cryptography cube cuisine cultural cup curiosity curriculum customization customize customs cyber
  cyberbullying cybersecurity cycle damage dangerous database dataset date deadlines debugging decentralized dedicated dedication deforestation delivery demographic
  depression description designers despair destination destiny destruction devastating develop developers diabetes diagnose diagnosis diagnostics diagrams dialogue
  diamond diced did didn difficult difficulties difficulty dioxide diplomatic disadvantages disappeared discounts discrimination discusses dishes displacement display
  disruption distant distinct distinctive distraction distribution diverse diversity divided does doesn domain don done door dramatic drastically drawbacks drift
  driven droughts drug due dynamic dystopian earlier ease easier easy eco ecosystem educate educational effect efficiency either electrical electronic electrons
  elephant eliminate else email embrace emerged emergence emergency emerging emissions emphasize employers enchanted encoding encountered encryption endangered
  endless enforcement enhance enjoyable enough ensure entanglement enthusiasm entrance entrepreneur entrepreneurship equality equivalent era erosion eruptions essay
  essential ethical ever everybody everyday everywhere excellent exceptional exchange execution expectations explain explicitly exposed exposure extinction extract
  extraction extracurricular extraordinary eye facial facilitate faith fantasy far fascinated fascinating fate favorite feature feedback feet fertilizers fierce fill
  five flew flexibility flooding floods flour focuses follow followers footprint forgotten fossil foster fought four framework fraud freezing frequency frequent
  friend friendship frozen fulfilled fun functional fundamental funds gain galaxies gap garlic gases gathered gathering gave genes genetic geographic geothermal
  getaway glaciers glasses globalization glucose goes gone gonna good goodbye got grams grandmother granted grateful greatest greenhouse grew grocery grown guidance
  guidelines habitat happily hardware harmful harmony harsh hazardous head healthcare healthier hear heard heavier heavily held heroes herself hierarchical highest
  highlighting highlights himself hold homeschooling homework horizon horror hosting hours households however https humanity hurricanes hybrid hydrogen hypothetical
  ice iconic idea ideal identified identity illnesses illuminated immense immersive immigrants immigration implement implementation implications importance impression
  impressive inaccurate inappropriate incentives incinerators incorporate incorrect incredibly independence index indoors industrial inequalities inequality
  influencers influential infographics infrastructure ingredients initiatives innocence innovation innovative input inquiries insecurity inseparable insight
  institutions instruction integers integral integration integrity intense interaction interactive interconnected interface interpret intervention introduction
  intuitive invaluable invention investments investors involve iron isolated item itself join joy jungle kept keyboard keyword kids kilograms kilometers kingdom knew
  knight knowledgeable labels landfills landscape laptop largest latest laughter lawsuit leadership learners led ledger legacy legislation legs length let leveraging
  liberalism lifetime lightweight likelihood linear linked listen literacy literary located loneliness longest losses lost loyal loyalty luck lush lyrics main
  maintenance majestic majority malicious mammal manipulate many marine mass massive mathematical maximize meadow meaningful measurements mechanics mechanism
  meditation medium meetings melody melting member memorable mesmerized met metaphor meters methane methodology might miles milliliters mindful mindfulness minimize
  mischievous missing misunderstandings mitigate modified molecular momentum monarchy monster morality motivation mozzarella multimedia multitasking mundane myself
  mysterious narrator navigate navigation near nearby negotiations neighborhood neural neurotransmitters newfound nitrogen node noise non noodles northern notes
  notifications numerical numerous nutrients nutritious obstacle occasional off often olive once ongoing onto opportunity optimal optimism optimization optimize
  option organisms organizational otherwise ourselves output oven overall overcome overlooked overview overwhelmed overwhelming owners ownership pandemic paperwork
  parameters participants participating participle particle parts passed passionate password pay peaceful peers pepper perimeter personnel perspective persuasive
  pesticides pet phenomena philosophical photosynthesis physics picnic pizza planning plant plural pollutants portfolio position potassium potatoes powerful practical
  precautions precipitation predators predefined predict predictions predictive preferences preserving prioritize privacy procedures processes processor productivity
  programmed programmer promotions prompt protagonist protection protocol providers purchase pursue pursuit qualifications quantum queries quickly rabbit rainbow
  rainforest reaches real realistic recognition recommendations recovery red reduction redundancy reefs reference refreshing refrigerator regardless regression
  regulate regulation relativity reliability reliable reliance relies remarkable reminders renowned repetitive representative reproductive reptiles requirements
  researchers resilience resolution respiratory responsibilities responsibility restrictions revolutionary revolutionize reward rivalry robotic rolling rule sadness
  said satisfaction satisfied saw scalability scenario scheme scientist scream seemed seen selection self sensors sent sentiment sequence serene serenity serve
  shelves shift shimmering shopping short shown side sight significance similarities simple since single skill skillet skyline slavery slightly slow small smartphone
  snacks soccer socioeconomic sometimes somewhere sophisticated source spacecraft spaceship sparkling specialized specifications spent spiritual stability staff
  stakeholders startup statistical steady step stepped stock stood stop storage strategic stratosphere straws streamline strengthen strive student studies study
  stumbled stunning subscription succeed successes suggestions sum sunlight sunny sunset sunshine supernatural supervised supportive surroundings sustainability
  sustainably swimming symbolic symbolism symbolize symptoms tablespoon tackle tailored taken talk tall task taught taxes teaches teamwork teaspoon temporarily tend
  tense terror textbooks thank thereby thermometer thermosphere thoroughly though thoughtful three thrilling throughout tiger timeless timeline today told tomatoes
  took town transactions translation transparency transparent travelling treasure tremendous tried tropical troposphere troubleshooting tutorials twinkle ubiquitous
  ultimate unauthorized uncertain uncertainty underlying unemployment unexpected unfamiliar unforgettable unhealthy unknown unlike unnecessary unprecedented
  unpredictable unsupervised until upcoming upfront upon usability usage useful usually utilize vaccines vanilla variable various vast vegan vegetarian velocity
  ventured very vessels via vibrant victorious view villagers viruses visibility visitors visualization vitamins vocabulary volcanoes vulnerabilities vulnerable
  warmth wasn waterfall weaknesses wealthy web wellbeing went whatever whenever whereas whether white widespread wildflowers wildlife window wings wireless witch won
  wondrous workforce workplace worldwide wouldn write written year yet yields yoga zoo`;

/** More words, with the space in front. */
export const MORE_WORDS: readonly string[] = WORDS.trim()
  .split(/\s+/)
  .map((word) => ` ${word}`);
