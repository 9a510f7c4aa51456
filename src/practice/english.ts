// The words of everyday English that earn a token of their own.
const COMMON = `
  the of and to a in is that for it as was with be by on not he are this at from his but have an had they you were their
  one all we can her has there been if more when will would who so no out up into them then she some its than only could which
  other our two may time what do these about over your any after first my well like made most such where through between before
  should how each use used using make making people new way years being same those while even without just work must much back
  long during because against own too under last never old both every place between found great think say go see look come know
  get take find need want give keep tell ask try call feel become leave put mean world life day night home water food
  light air house hand family children man woman school students data information system number word words sentence list set
  text following given based answer question language example type name form order end point start line change group team
  business company customers product service market energy power health technology computer learning future environment experience
  person another best better high low right left early young large little less least few own able sure possible important
  help learn play run move live show turn read add open close grow within around across along always still again together
  here now why us him me I also etc
  ability access activities animals approach area art article away become began behavior body book build called care case cause
  cell cells city classic climate color companies concept control cost countries country create culture customer daily decision
  design development down easily earth economic economy education effective effects efficient energy events everyone exercise
  experiences face fact factors features feel felt field final focus friends full future game general global goal goals government
  growth happy healthy heart history hope human ideas identify impact improve include includes including increase increased
  individual individuals industry interest involves issues job journey key known land large law lead level lives local looking
  love machine making manage market marketing material media meet members method mind minutes model moment money month natural
  nature network news next number office online opportunities options party performance personal physical plan plants play please
  popular positive potential practice prevent problem process product products program project property protect provide public
  quality rather reach ready reason reduce regular relationship research resources rest result results role rules save science
  scientific security select sense series service services several sky skills sleep social software solution someone something
  soon sources space special specific stand stay stories story strategies street stress strong structure style subject success
  successful support system systems table tasks teacher team term test themselves therefore thing things third thought together
  top traditional travel tree trees true type types understand understanding unique university user users value variety walk
  war ways website week whole wide wind words worked working writing young yourself`;

// Words at the beginning of a text or a sentence, without a space in front.
const OPENERS = `The A An I It This In What How Here There They He She We You If To For With As By On When Is Are My Your And But
  First One Some These That Name Use Make Take Add Tell Which Who Why Yes No`;

const SENTENCE_STARTS = 'The A I It This In There They He She We You If To For With As By When';

// What these words have in common becomes the pieces of which all other words are put together.
const WORD_STOCK = `
  accept accident account accuracy achieve achievement acid across actor actual address advanced advantage adventure advertising advice
  affect afraid afternoon agreement airport algorithm allowed almost alone amount analysis analyze ancient animal announce annual
  anyone apartment apparent appear apple application apply appointment appreciate appropriate argument arrange arrive artificial artist
  aspect assign assist associated atmosphere attack attempt attention attract audience author automatic available average avoid award
  balance ball banana bank basic basket battle beach bear beat beauty become bedroom beginning believe benefit between bird birth
  blood board boat bottle bottom brain branch brand bread break breakfast breath bridge brief bright bring brother brown budget
  burn business button calculate camera campaign candidate capital carbon card career careful carry castle category celebrate center
  central century certain chair challenge chance chapter character charge chart check chemical chicken choice circle citizen claim
  clean clothes cloud coast coffee cold collect collection college combine comfortable comment commercial commit communication
  community compare competition complain complete complex computer concern conclusion condition conduct confident conflict connect
  connection consider consist constant construct consumer contact contain content contest context continue contract contribute
  conversation convert cookie copy corner correct cotton council couple courage course court cover craft crazy creation creative
  credit crime crisis critical crowd current curious dance danger dark data daughter deal death debate decade decide decrease deep
  defeat defend define definition degree delicious deliver demand democracy demonstrate department depend depth describe desert
  desire desk despite detail detect determine device devote diet difference different digital dinner direct direction director
  disaster discover discovery discuss discussion disease dish distance distribute document doctor dollar domestic double doubt
  dragon drama draw dream dress drink drive driver during early eat edge editor effort egg electric electricity element emotion
  emotional emphasis employ employee empty enable encourage engage engine engineer enjoy enormous enter entertain entire environment
  environmental equal equation equipment error escape especially establish estimate evaluate evening event eventually everything
  evidence exact examine excite exist expand expect expensive experiment expert explore express expression extra extreme fabric facility
  factory fail failure fair fall familiar family famous farm farmer fashion father favor fear federal female fiction fight figure
  file film finance financial finger finish fire firm fish fit fitness flavor flight flow flower folk football force foreign forest
  forever forget forgive formal former formula forward foundation frame free freedom fresh friendly front fruit fuel function furniture
  further garden gas gender generate generation gentle giant gift girl glass glory gold golden grade grammar grand grass gravity
  green ground guard guess guest guide guitar habit hall handle happen happiness hard harm heat heaven heavy height helpful hero
  hidden hill holiday honest horse hospital hot hotel huge humor hundred hungry hunt hurt husband illness illustrate image imagination
  imagine immediate impossible impress improvement income independent indicate infection influence inform injury inside inspire
  install instance instead instruct instrument insurance integrate intelligence intelligent intend interact interesting international
  internet interview introduce invent invest investigate invite island issue jacket judge juice jump justice kind king kitchen
  knowledge labor lack lake language laugh launch lawyer layer leader leaf leather legal lesson letter library lie lifestyle lift
  limit liquid literature load loan location lock logic lonely loss loud lucky lunch machine magazine magic magnetic maintain major
  manager manner manual manufacture mark marriage master match mathematics matter maximum meal measure meat medical medicine memory
  mental mention menu message metal middle military milk million mineral minimum minister mission mistake mix mixture mobile modern
  molecule monitor monkey moon moral morning mother motion motivate motor mountain mouse mouth movement movie multiple muscle museum
  music mystery narrative nation national necessary negative neighbor neither nervous neutral normal north nothing notice noun novel
  nuclear nurse nutrition object objective observe obtain obvious occasion occur ocean offer officer oil onion opera operate operation
  opinion oppose opposite orange orchestra organic organization organize origin original outcome outdoor outside oxygen package page
  pain paint painting palace panel paper paragraph parent park particular partner passage passenger passion passive past path patient
  pattern pause peace pencil perceive percent perfect perform period permanent permission personality persuade phenomenon philosophy
  phone photo photograph phrase piano picture piece pilot planet plastic plate platform player pleasure plenty plot poem poet poetry
  police policy polite political politics pollution pool population portion portrait possibility post pour poverty powder prepare
  presence present president press pressure pretty previous price pride primary prime prince princess principle print prison private
  prize probably produce producer production productive profession professional profile profit progress promise promote pronoun proper
  propose protein protest proud prove psychology publish pull punctuation pure purpose push puzzle quantity quarter queen quiet quote
  radiation radio rain raise random range rare rate ratio reaction reader reality realize receive recent recipe recognize recommend
  record recover recycle refer reflect region reject relate relation relative relax release relevant relief religion religious remain
  remember remind remote remove renewable rent repair replace report represent request require rescue reserve resist resolve respect
  respond response responsible restaurant restore retail return reveal revenue reverse review revolution rhyme rhythm rice rich ride
  ring rise risk river road robot rock romantic roof room root round route routine royal rural sad safe safety sail salad sale salt
  sample sand satisfy sauce scale scene schedule scholar score screen script sea search season seat second secret section sector
  secure seed seek segment sell send senior sensitive separate serious session settle severe shade shadow shape share sharp sheet
  shell shine ship shirt shock shoe shop shore shoulder shout sign signal significant silence silver similar simile sing singer sister
  site situation size skin slice smart smell smile smoke smooth snow society soft soil solar soldier solid solve song sort soul sound
  soup south speak speaker species speech speed spell spend spirit spoken sport spread spring square stable stage star state statement
  station statistics status steel stick stomach stone store storm straight strange strategy stream strength stretch string strip
  struggle stuff stupid suddenly suffer sugar suggest suit summary summer sun supply suppose surface surprise surround survey survive
  suspect sustain sustainable sweet swim switch symbol synonym talent target taste tax tea technical technique technologies television
  temperature tennis tension terrible territory theme theory therapy thick thin thousand threat throw ticket tie tiny tip tired title
  tomato tomorrow tone tool topic total touch tour tourist toward tower toy track trade tradition traffic train training transfer
  transform translate transport treat treatment trend trial triangle trick trip trouble truck trust truth tune twice uncle union unit
  united universal universe update upper urban vacation valley valuable vegetable vehicle verb verse version victim victory video
  village violence virtual virus visible vision visit visual vital voice volume volunteer vote wage wait wake wall warm warn wash waste
  watch wave weak wealth weapon wear weather wedding weekend weight welcome west western wheel whisper wild winter wisdom wise wish
  witness wonder wonderful wood worker workshop worry worth wrong yellow yesterday zero
  added asked based believed caused changed considered created decided described designed developed discovered expected explored
  followed helped improved increased inspired introduced learned lived loved moved needed opened played provided received released
  remembered required returned started stopped turned used wanted watched
  asking becoming being bringing changing coming considering developing doing eating encouraging exploring feeling finding getting
  giving going growing having including increasing keeping leading leaving lighting living moving offering playing programming
  promoting reading recycling resulting running saving setting singing speaking taking teaching telling thinking trying using walking
  actually additionally certainly clearly completely constantly correctly currently directly effectively efficiently equally
  eventually exactly extremely finally frequently generally highly increasingly initially largely mainly naturally nearly particularly
  possibly primarily properly rapidly recently regularly significantly similarly simply slowly specifically suddenly traditionally
  truly typically ultimately widely
  awareness business darkness effectiveness happiness illness kindness weakness
  biological chemical critical digital historical logical magical medical musical personalized technological typical
  accessible comfortable flexible incredible possible responsible suitable valuable`;

// Marks and blanks that often stand together, and the curly quotes and dashes, whose bytes no word teaches.
const MARKS: readonly string[] = [
  "'s", "'t", "'re", "'ll", "'ve", ' "', " '", ' (', ' -', ' –', ' —', ' •', ' =', ' +', ' $', '’', '“', '”', ' “', '•', '–', '—', '°',
  '."', '",', '".', '?"', ').', '),', '):', '":', '...', '**', '```', '()', "',", "'.", '\n\n', ' \n', '\n ', '\n   ', '\n       ', '   ', '       ',
];

function wordsOf(list: string): string[] {
  return [...new Set(list.trim().split(/\s+/))];
}

/** Words and marks that become tokens whole, most with the space in front. */
export const COMMON_WORDS: readonly string[] = [
  ...wordsOf(COMMON).map((word) => ` ${word}`),
  ...wordsOf(OPENERS),
  ...wordsOf(SENTENCE_STARTS).map((word) => ` ${word}`),
  ...MARKS,
];

/** Words from which the byte pairs are learnt, with the space in front. */
export const LEARNING_WORDS: readonly string[] = wordsOf(WORD_STOCK).map((word) => ` ${word}`);
