import type { Merge } from '../../src/practice/byte-pairs.ts';

// Learnt by `learnMerges` from the words of src/practice/english.ts and more-words.ts, with their commonest endings. Kept here, since learning them takes minutes.
const PAIRS = `
  i·n e·d in·g e·r e·s o·n t·i e·n Ġ·s a·l r·e Ġ·c a·n a·r o·r Ġ·p a·t ti·on i·c o·u i·t Ġ·t s·t l·e a·c Ġ·d Ġ·m en·t o·m Ġ·f a·s i·l r·o Ġ·b e·l Ġ·w i·s Ġ·e Ġ·a o·l
  e·c er·s es·s Ġ·in r·a u·r Ġ·h t·h Ġ·re a·tion Ġ·l i·d u·l Ġ·g u·n l·y i·g e·t a·b i·m v·e Ġs·t ti·c it·y r·i Ġ·n o·s o·p c·h o·w e·m v·er Ġ·r a·d t·s u·s c·e a·g
  q·u t·ing t·er u·c at·e Ġc·on a·m Ġ·v Ġt·h i·r ou·s t·ed p·l o·c a·p a·in m·ent i·on y·s Ġp·ro ig·h i·z as·s Ġe·x f·f ou·n d·i o·o d·ing u·m u·t es·t en·c ti·v
  Ġc·om o·g p·r y·ing o·t i·v Ġp·r al·s i·st y·ed p·h d·s k·ing l·ing Ġ·un r·an Ġc·h l·ed u·st p·ro e·ar Ġ·ac i·f u·re Ġ·o a·v i·b Ġs·h er·ed er·ing c·om ic·al tion·s
  at·ed Ġd·e f·or Ġ·le Ġs·p e·x u·p ou·r en·d g·h t·r i·p ation·s ti·m Ġa·d Ġ·an c·on f·ul Ġ·im en·s il·l ti·ve Ġr·es ab·le re·c an·c at·ing k·e st·r Ġc·l ac·h il·ity
  Ġm·o s·ing an·d an·t a·st Ġd·i i·e Ġb·e al·ed al·ing at·h in·e le·c p·ar es·ed es·ing g·e al·ly p·or p·er d·e i·ti ing·s Ġp·l ac·k al·l ed·ed l·es p·os id·e ig·n
  ra·m Ġ·op el·l Ġd·is Ġw·h w·or d·ed ec·t a·y en·ce or·s Ġa·p ac·t ou·gh c·ess d·uc ent·s igh·t Ġ·en a·u ed·ing ed·s ing·ing m·o Ġw·or on·g s·h er·e in·d Ġin·c Ġn·e
  Ġs·e k·n y·p Ġ·ar a·il ag·e Ġcon·t Ġin·t en·ti v·el an·g d·er i·ous Ġm·e k·ed o·ver ar·d i·ve Ġcom·p ff·ic g·r ul·ar Ġp·ar Ġre·l ing·ed Ġa·b l·ow th·er Ġe·m Ġw·e
  en·e ow·n Ġ·al a·re ran·s s·s ur·r Ġh·e Ġst·r an·ce er·v l·u v·en Ġin·ter at·es w·h Ġt·r in·c ro·w t·ain tion·ed tion·ing Ġ·qu Ġ·y Ġs·c ab·ility ec·h i·es if·ic
  s·ed om·e on·e ou·t s·u Ġd·es Ġp·h o·y por·t s·e s·p y·m Ġ·us Ġf·or al·th it·h ver·y Ġ·j Ġc·r for·m Ġs·u ac·e e·p i·al is·h ou·l r·es t·ur Ġ·or Ġ·ro Ġc·ol ap·p ar·m
  g·an k·s s·ib v·ent as·e in·t oun·d Ġre·c ation·ed ation·ing ess·ion n·ess o·d ra·ph ri·b v·ers Ġt·ra ic·e iz·e oo·d p·le at·ur d·r ly·ing w·e Ġ·ra Ġcl·ass Ġp·er
  ed·ic g·et k·et o·re y·st c·l m·ar v·es al·ity el·f n·ing ol·og or·y t·y v·id Ġ·at Ġp·ers b·e ic·s v·ol a·ti a·tic di·tion ic·ed is·m it·e ment·s n·e og·raph u·d
  Ġc·re ent·ed t·en Ġm·an Ġt·e is·e o·th or·ed p·ec re·l u·tion Ġa·ut Ġc·ap Ġcon·s Ġdis·c Ġt·rans a·k a·king a·tiv ly·ed ly·s o·b o·v re·as ust·om ff·ec ic·ing t·ra
  ti·t Ġf·e a·x ech·n ed·i en·g ent·ing er·g h·ip o·ol o·st p·on str·uc u·al vel·op Ġg·l Ġpro·duc c·er en·ed h·e i·o iz·ed ol·d on·ed or·ing p·t re·ad wor·k Ġo·ver
  a·ke a·w an·ts ati·s au·gh il·d lec·tr oul·d y·b Ġ·ent Ġad·v Ġd·ist Ġf·in Ġg·u Ġp·ass Ġp·ol Ġv·is g·ram iv·ers re·e Ġ·kn Ġsp·ec ed·uc enc·es f·i f·t in·ed in·ess
  in·ing oo·k re·m rec·t tic·s Ġ·on Ġc·ar a·us ab·les ar·y c·ur el·y em·b en·ing i·an it·ing iti·es o·es on·ing on·om t·e t·ure Ġd·ec Ġre·g Ġs·up ar·n d·es in·es
  iz·ation oun·t ri·p ti·l Ġ·ke Ġe·very Ġs·k a·ir al·u ate·g c·ap en·er ers·ed ers·ing g·g i·et i·qu in·ter it·ed n·er ol·low re·am re·at th·ing tr·ac Ġ·k Ġa·m Ġap·p
  Ġb·el Ġb·l Ġb·r Ġcom·m Ġe·qu Ġin·f Ġm·in Ġo·b Ġpar·tic Ġs·im a·ys e·qu ers·s ex·t f·ic igh·ting re·qu s·c Ġ·up Ġc·ustom Ġm·ar Ġp·os a·z b·l b·ol d·is i·er ie·w il·y
  is·s it·er op·h os·ph ou·b ou·ra pl·ic ri·v tic·al ust·ain ym·bol yp·t Ġ·as Ġn·o Ġre·m Ġs·o Ġs·ome a·f a·ut ac·ter anc·es it·s our·s Ġde·velop Ġe·ffec Ġh·igh Ġin·d
  Ġm·on Ġp·re Ġpers·on Ġpro·t Ġs·ec Ġs·ol Ġt·echn Ġwor·k a·ve am·e an·ding b·o c·le com·m en·ds id·ed l·ess n·ec ter·n Ġ·is Ġa·g Ġg·o ab·led ab·ling der·st ie·v on·s
  or·d pl·oy pr·ess r·ed uc·cess yst·em Ġ·ass Ġ·enc Ġaut·om Ġb·as Ġc·o Ġc·or Ġch·ar Ġd·r Ġe·lectr Ġf·l Ġim·m Ġin·s Ġint·e Ġor·gan Ġpr·om Ġre·f Ġres·pon Ġs·ign Ġsp·e
  a·tive ac·y an·ted b·r ch·ed er·m i·le im·m in·s is·ed iv·ed iv·ing m·e m·in os·e tiv·es u·e ur·n Ġan·y Ġb·ec Ġb·u Ġc·al Ġex·per Ġg·row Ġhe·alth Ġre·ad Ġs·er Ġt·yp
  el·p es·ting ffic·i id·enti id·es ion·s it·al ity·ed ity·ing ity·s o·ing oc·k p·ect t·rans ur·ing v·iew w·ar Ġin·v Ġth·e ac·tion ar·t at·er c·r con·t f·in ff·er
  i·as ic·k igh·ts iv·es ment·ed ment·ing ot·t p·o pr·es r·y us·s v·ir Ġap·pro Ġbe·h Ġf·ollow Ġf·ri Ġf·un Ġfor·m Ġg·ener Ġg·r Ġh·app Ġl·if Ġle·ad Ġp·e Ġp·o Ġp·ur
  Ġpro·gram Ġs·oc Ġs·un Ġs·ur Ġw·r a·j ad·v ag·es ag·ing ag·n al·y an·n as·c as·h e·ti ear·ch el·s ffic·ul g·u i·re ic·ul il·ar il·i il·it im·in kn·ess m·an og·n or·m
  ough·t ous·e pl·ain pr·ession r·on ra·w u·ally ul·tim ut·ri v·is y·n Ġf·ac Ġinc·lu Ġw·ith at·ure d·om di·vid el·i enc·y id·ing in·k j·ect ot·e p·ers ra·tion tiv·ed
  tiv·ing Ġ·ill Ġ·ve Ġa·u Ġac·c Ġar·ti Ġb·re Ġcr·ypt Ġd·em Ġe·as Ġem·erg Ġg·re Ġhe·av Ġinc·reas Ġl·oc Ġle·g Ġm·ag Ġm·ain Ġm·us Ġop·tim Ġpr·es Ġre·qu Ġs·m Ġs·ustain
  Ġs·ymbol anc·ed b·ack c·es enc·ed enc·ing eng·th es·tic f·e in·n ion·ed ion·ing it·ch j·ec le·ar le·x m·ed on·d or·t p·end p·re pro·duc s·up ur·ed Ġ·out Ġe·ar
  Ġle·arn Ġr·est Ġres·ul Ġs·uccess Ġsc·i Ġth·em a·ed a·ing a·yed a·ying ab·or ad·e an·ing ath·er c·ol cer·tain cl·ass com·e ens·e et·ers f·ac g·ing i·tive ic·t
  ical·ed ical·ing le·as n·ed os·s ous·ed ous·ing p·ri pec·ted um·er ur·es vol·ution Ġpro·f Ġrel·i ag·ed agn·os an·ds av·ing c·ent derst·anding e·k em·ent er·r
  er·tain f·act f·er f·l i·als ic·als ic·es it·t o·ther ow·er ro·duc s·ol Ġ·educ Ġ·ide Ġ·identi Ġ·tim Ġac·cess Ġb·o Ġc·oun Ġcont·ro Ġd·at Ġd·ri Ġdes·ign Ġe·ffici
  Ġf·am Ġh·ear Ġh·elp Ġh·um Ġim·pro Ġkn·ow Ġl·ar Ġme·th Ġmo·v Ġp·ot Ġp·u Ġpos·sib Ġpro·cess Ġs·ch Ġs·erv Ġst·ud Ġstr·ateg Ġte·ach Ġtechn·olog Ġth·r Ġun·ivers Ġv·ar
  an·ge ar·ch aus·e av·i com·p con·s de·pend e·f ec·ur ent·ly er·c er·os es·ted es·ts f·ore h·oo h·y i·tion ib·le ic·h ific·ations il·ing is·ing is·tic j·ust l·abor
  l·ine m·osph min·ist ou·p par·t port·un pos·e ro·om u·als um·b un·d us·iness vir·on wh·ere z·e Ġa·f Ġb·ack Ġf·act Ġm·or Ġne·w Ġst·or Ġth·ere ac·c anc·ing ap·pro
  at·ch av·or b·re b·u ding·s en·ess er·al he·alth ie·ve igh·ted ir·us l·if l·ight m·er m·ing o·ting oc·us ograph·ic om·an oura·ge ous·s p·tion r·al ran·d re·ed s·w
  uc·k Ġ·es Ġ·oc Ġa·v Ġac·h Ġac·t Ġad·vent Ġan·aly Ġb·ene Ġb·ir Ġc·ent Ġc·urr Ġc·yb Ġcol·lec Ġcomm·un Ġcons·id Ġd·est Ġd·et Ġd·o Ġde·v Ġdes·c Ġdi·fficul Ġen·g Ġex·pl
  Ġex·t Ġf·ir Ġf·requ Ġh·arm Ġh·un Ġin·n Ġin·st Ġinf·lu Ġinte·gr Ġl·iter Ġl·o Ġm·aj Ġm·et Ġm·is Ġn·atur Ġn·ear Ġn·utri Ġop·er Ġp·ain Ġph·ot Ġpr·edic Ġpr·im Ġre·p
  Ġrespon·sib Ġs·atis Ġs·w Ġsign·ific Ġsim·ilar Ġt·om Ġt·ri Ġv·ol a·kness ab·il ac·es ach·es ad·ow all·ow an·y asc·in at·ors at·ter ath·em athem·atic au·ti av·ig
  ax·im c·as c·ed com·pl compl·ish con·om dis·c dition·ally e·ad e·le ech·an ed·it el·ling el·ves ell·ig en·om enom·en enti·al ers·hip f·id ff·ord ful·ed ful·ing
  ful·s g·ed g·en g·l i·el i·ke ib·ility ic·ious id·d ie·f iet·y igh·b il·os ili·ar ill·s ilos·oph it·ness oc·ol oc·urr od·y on·ym oo·t op·p p·ass p·ol ph·as pl·i
  pr·ene r·ic re·prene rec·i res·h s·er s·or sp·ir t·able ti·g tic·e u·ce ul·ner urr·ic us·h v·ious ven·i wh·el yst·er z·z Ġ·end Ġ·own Ġag·ain Ġb·et Ġb·ut Ġc·are
  Ġchar·acter Ġdisc·over Ġe·conom Ġexper·i Ġg·et Ġh·er Ġin·divid Ġl·aw Ġm·ind Ġmar·ket Ġpl·an Ġpro·per Ġs·et Ġs·ystem Ġt·w Ġw·al Ġw·on as·tic as·ure at·or b·y c·ar
  ell·s em·ploy et·ing f·am for·est iv·il l·a l·ar l·d o·ed ob·al om·ent oo·king op·er our·ces pos·sib pr·edic pres·ent ran·ch re·t st·ant ter·ed th·or tic·ip tit·u
  v·alu v·ed viron·ment y·c Ġbu·il Ġc·am Ġch·ang Ġdi·agnos Ġex·trac Ġfri·ends Ġint·roduc Ġpro·vid Ġs·al Ġs·ens Ġs·ing Ġst·ar ad·ing al·led all·s ap·t at·t ation·al
  b·el b·s c·o c·re comm·end d·ay d·ec e·el e·very ear·s et·ed et·s fi·ed g·es h·ood id·s in·f iz·es iz·ing le·t lec·t n·s om·ing oo·ds ou·d ou·th p·u pos·ed re·g
  reprene·ur s·im sp·ec su·it tr·act u·le ul·ate un·ch ur·al ut·e w·are w·ays Ġac·tiv Ġan·im Ġb·usiness Ġbeh·avi Ġc·ount Ġc·ul Ġcl·im Ġcoun·tr Ġdi·rect Ġdisc·uss
  Ġem·ploy Ġex·am Ġf·r Ġf·ul Ġh·ist Ġim·port Ġin·form Ġin·vol Ġind·ust Ġinv·est Ġis·su Ġke·ep Ġl·ess Ġl·ist Ġl·ong Ġm·edi Ġm·emb Ġo·ffic Ġop·portun Ġp·op Ġpartic·ip
  Ġper·form Ġph·ys Ġpr·ac Ġpro·b Ġpu·bl Ġra·in Ġre·al Ġre·volution Ġreg·ular Ġs·um Ġsci·enti Ġse·ver Ġsu·b Ġt·as Ġte·am Ġthr·ough Ġtra·vel Ġv·alu Ġw·ild ab·it ac·cur
  ac·tions ang·er ang·le ap·er app·ear ath·ered ath·ering c·tion cas·ion di·vers ec·onom f·low g·o h·old i·esed i·esing i·ess ig·in ighb·or il·ed il·es il·led il·ling
  iss·ion j·oy led·ge mar·t n·atur ol·ds om·atic om·es oo·ding ou·ts oun·ding oy·al p·rec pl·ac ple·ment ram·e t·t Ġa·war Ġadv·anc Ġcomp·u Ġe·ven Ġf·ocus Ġfe·el Ġh·or
  Ġhum·an Ġr·ed Ġres·earch Ġt·al Ġt·re Ġt·urn Ġth·an ad·ed al·e and·ed at·o at·s ativ·es atur·es augh·t augh·ter b·all b·an c·are c·or c·ustom ce·pt com·ing d·el
  de·velop di·o di·st dition·al e·lectr e·ther ec·tion ecur·ity em·ents em·or en·ding er·es es·e f·ace f·y gr·icul h·igh i·a i·aled i·aling i·k ict·or id·el in·u
  int·e iqu·e ir·c it·es iti·z l·ighting m·al m·on minist·ra n·o ocurr·enc olog·y on·el on·es or·gan ough·ts ov·ed par·ent pers·on pl·ace pr·om pro·t ra·in ram·s
  ran·ge re·ase red·ib ree·z res·pon ri·es ri·ve rib·u s·ign s·k s·ome sp·e st·ed st·ing st·s t·echn th·ed th·s tim·e u·b um·p v·ents ver·ed ver·ing w·ard wor·d y·l
  y·le Ġ·allow Ġ·ess Ġ·king Ġ·ultim Ġa·fford Ġa·gricul Ġa·re Ġa·str Ġab·sor Ġab·str Ġac·complish Ġac·cur Ġad·just Ġadv·oc Ġadvent·ur Ġam·az Ġam·ong Ġan·n Ġap·pli
  Ġap·plic Ġapp·reci Ġappro·ach Ġass·ign Ġass·ist Ġat·mosph Ġat·t Ġat·ten Ġaut·onom Ġautom·atic Ġav·ail Ġb·an Ġb·ott Ġb·ro Ġbas·ket Ġbe·g Ġbre·ath Ġc·ele Ġc·ertain
  Ġc·lear Ġc·ra Ġc·ur Ġcap·tiv Ġch·il Ġch·o Ġcl·oth Ġclass·if Ġco·ast Ġcol·labor Ġcol·le Ġcom·b Ġcom·for Ġcom·plain Ġcommun·ic`;

/** Pairs of which English words are put together, in byte letters, the most frequent one first. */
export const ENGLISH_MERGES: readonly Merge[] = PAIRS.trim()
  .split(/\s+/)
  .map((pair) => {
    const [left = '', right = ''] = pair.split('·');
    return [left, right];
  });
