"""Words the linker knows: what is dropped, what counts as the same word, what names nobody alone.

The tables are general knowledge of how organisations are named in the languages of science, not
drawn from labelled strings. Left of the colon stands the form used inside the index; on its right
the folded spellings (lower case, no accents) that mean the same.
"""

from __future__ import annotations


def _as_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


OF_WORDS = _as_set("""of de di du des del della dell delle degli dei da do dos das der die den dem van von vom
    zu zum zur the la le les el los las il lo for fur pour per para in im en em dans at on au aux
    l d s to het voor nad pri w na al""")
"""Small words dropped from names and texts alike; they tie what stands on either side."""

AND_WORDS = _as_set("and et und y e ed og och ve es si")
"""Words that join two things; dropped too, but what follows may be another organisation."""

_SAME = """
univ: university universite universitat universitaet universidad universita universiteit uni unv
univ: uniwersytet univerzita univerzitet universitatea universidade universitas universitesi
univ: universitet universitetet univerza univerzitetu sveuciliste universitaria universitario
univ: universitaire universitaires universitat universiti universitarios universitarias unversity
univ: universities universities' univer univers universit university's universitya univesity univrsity
univ: universitatis yliopisto egyetem ulikool universitate universitetas universitesinin
univ: панепистимио πανεπιστημιο университет університет универзитет université universiteti
inst: institute institut instituto istituto instituut institutet instytut institutul instit
inst: institutes instituts istituti institutos instituti institucio institutt intitute insitute
inst: ινστιτουτο институт інститут enstitusu ustav intezet zavod instituta insti
center: centre centro centrum zentrum centar ctr cent cntr cen center centr centri centros merkezi
center: centres centers центр zentrums sentrum senter
hospital: hospitals hopital hopitaux hosp ospedale ospedaliero ospedaliera ospedali hospitalari
hospital: klinikum krankenhaus spital ziekenhuis sjukhus sjukhuset sygehus szpital hastanesi hospitais
hospital: hospitales hospit hospitalet sykehus sairaala korhaz nemocnice bolnica hospitalier
hospital: hospitalo hospitaliers hospitaliere hospitalaria hospitalario hospitali больница sygehuse hopitals
clinic: clinics clinique clinica klinik klinika klinikken clin cliniques kliniken
college: coll collegium colegio colleges collegio
school: sch scuola escola escuela ecole ecoles schule school's skola schools skolen
faculty: fac faculte facultad facolta faculdade fakultat fakulta fakultet fakultesi faculties facultat
faculty: facultes wydzial fakultaet факультет
dept: department departement departamento dipartimento depto dep depart dpt departments afdeling
dept: departements abteilung departament katedra zaklad departmental кафедра odjel departmet dipart
lab: laboratory laboratoire laboratorio laboratories laboratorium labs laboratoires labor laborator
lab: labo lab laboratori лаборатория
academy: academia akademie accademia akademia acad academie akademiya akademi akademija academies
academy: академия академія acadamy akad
sci: science sciences scientific scienze ciencias ciencia wissenschaften wissenschaft nauk naturwissenschaften
sci: scientifique scientifiques cientifico cientifica cientificas cientificos scientifica scientifico
sci: scientifics vitenskap scienc наук nauka vied ved stiinte stiintific ciencies scient
technology: technologies tech technol technologie tecnologia technique tecnologica techniques
technology: technische technical technological tecnico tecnica technicznej technika technologiczny
technology: technischen technischer tecnologico teknologi tekniska techn technology's tecnologias techology tecn techniczny
technology: техники технологии технический technik teknik technologico tecnologie
research: recherche recherches ricerca ricerche investigacion investigaciones investigacao forschung
research: res pesquisa pesquisas onderzoek badawczy reserch researches rech investigacions investig
national: natl nat nacional nationale nazionale nationales nacionales nazionali narodowy naz nation
national: nationaux национальный nacionalni nationaal natn natl' nationalen nacionais
med: medical medicine medico medica medizin medizinische medicina medecine medicale medicales
med: medicaux medyczny medicas medicos mediche medizinischen medicin medicinal tip медицинский
med: geneeskunde medizinischer медицинская medycyny meditsinskiy medyczna
international: intl int internacional internationale internazionale
general: gen generale gral allgemeines generals
engineering: engn eng engineer ingenieria ingegneria ingenierie ingenieurs engenharia muhendislik
engineering: engineers ingenieure ingenieurwissenschaften ing engg
agricultural: agr agric agriculture agricole agricola agricultura agrarias agraria agri agricultural's
agricultural: agronomique agrarian landwirtschaft agricoles agrarwissenschaften
polytechnic: politecnico polytechnique politecnica politechnika polytechnical polytech politehnica
polytechnic: politecnica politecnic polytechnisch polytechnische politechnic polytechnics политехнический
health: sante salud saude salute gesundheit hlth sanita sanitaria gezondheid saglik zdrowia zdravotnictva
cancer: canc cancerologie cancro cancers kanker krebs tumori onkologii
oncology: oncologie oncologia onkologie oncol oncologico oncologica oncological oncologicas onkologisk
children: child childrens enfants kinder bambino ninos ninez enfant kids
federal: fed federale bundes föderale federaal
state: staatliche statale estatal estadual stato estado statal gosudarstvennyi государственный panstwowy
republic: rep republique republica repubblica republik
regional: reg region regionale regionaux regiao regionales
development: dev developement desarrollo developpement desenvolvimento entwicklung devel developmental
environmental: environment environ environnement ambiental umwelt ambiente environments environnemental
physics: phys physique fisica physik fysik physic fizyki physical fysica fiziki физики
chemistry: chem chimie quimica chemie chimica chemical chimica kimia khimii химии chemicals quimicas
biology: biol biologie biologia biological biologicas biologiques biologii biologica biologique
biology: биологии biologico
mathematics: math maths mathematique mathematiques matematica matematicas mathematik mathematical
mathematics: matematicka matematiky matematik matematyki математики
public: publ publique publica pubblica publics publico publiques pubblico pub
foundation: fdn fondation fundacion fondazione fundacao stiftung fundacio fund fundacja fondation's
foundation: stichting fonds found foundations
association: assoc asociacion associazione associacao verein assn associacio
society: soc societe sociedad societa sociedade gesellschaft societes
government: govt gov gouvernement gobierno governo goverment
ministry: minist ministere ministerio ministero ministerium ministerie ministries ministero's bakanligi
management: mgmt gestion manag mangement
pharmacy: pharmaceutical pharm pharmacie farmacia pharmaceutics pharmazie pharmaceuticals farmaceutica
pharmacy: pharmaceutique pharmaceut farmacji
veterinary: vet veterinaire veterinaria veterinarmedizin veterinario veterinarian veterinarni
economics: econ economie economia economic economique economico economicas wirtschaft ekonomi
economics: ekonomiczny economiques ekonomicky
education: educ educacion educacao educational educazione egitim enseignement educativa
teacher: teachers pedagogical pedagogique pedagogica pedagogicka
service: serv services servicio servizio servicos servicios dienst servico
office: off bureau oficina ufficio
council: consejo consiglio conseil conselho consell
information: informatics informatique informatica inform informatik informacion informatiques
computer: comp computing comput computers computation computacion computational
history: historia histoire geschichte storia
natural: naturelle natura naturelles natural's naturales naturais
royal: roy real royale koninklijk koninklijke konigliche reale reial
saint: st ste sainte san santa sankt sao santo sint sant saints
north: nord norte northern nordic
south: sud sur southern sul
east: est este eastern ost leste
west: ouest oeste western ovest
central: centrale zentral centrales centralna centralny
institution: institucion instituicao institutions
affiliated: affil affiliate
hygiene: hyg hygienic
studies: etudes estudios studi studien
affairs: affaires affair
superior: superieur superieure sup superieures superiores superiori
museum: musee museo museu muzeum museums musei muzej
library: bibliotheque biblioteca bibliothek
company: cie compania companhia compagnia compagnie
industry: industries industrial industrie industria industrielle industriales industriale
energy: energie energia energies energetics energetyki
nuclear: nucleaire nucl nucleare nuklear jaderne
space: spatial spatiale spatiales
surgery: surg surgical chirurgie cirugia chirurgia surgeons
disease: diseases dis maladies enfermedades malattie krankheiten
geology: geol geological geologie geologia geologique
marine: marin marines marinhas marina
food: foods alimentaire alimentos alimentation aliments
arts: art artes arti kunst kunste
first: 1st
second: 2nd
third: 3rd
fourth: 4th
fifth: 5th
sixth: 6th
seventh: 7th
eighth: 8th
ninth: 9th
tenth: 10th
accelerator: accel
aeronautics: aeronaut
anatomy: anat
applied: appl
architecture: archit
astronautics: astronaut
astronomy: astron
astrophysics: astrophys
automation: autom
biochemistry: biochem
biotechnology: biotechnol
business: bus
cardiology: cardiol
communications: commun communication
electronics: electron electronic
epidemiology: epidemiol
geophysics: geophys
immunology: immunol
materials: mater
mechanical: mech
metallurgy: metall
microbiology: microbiol
microelectronics: microelectron
nanotechnology: nanotechnol
neurology: neurol
neuroscience: neurosci neurosciences
pharmacology: pharmacol
physiology: physiol
psychiatry: psychiat
psychology: psychol
telecommunications: telecommun telecommunication
theoretical: theor
transportation: transp
liege: luik
milan: milano
rome: roma
turin: torino
naples: napoli
florence: firenze
venice: venezia
genoa: genova
padua: padova
vienna: wien
munich: munchen muenchen
cologne: koln koeln
zurich: zuerich
geneva: geneve genf
lisbon: lisboa
prague: praha
warsaw: warszawa warszawie warszawski
moscow: moskva москва
brussels: bruxelles brussel
antwerp: antwerpen anvers
ghent: gent gand
copenhagen: kobenhavn kobenhavns
gothenburg: goteborg goteborgs
seville: sevilla
saragossa: zaragoza
athens: athina
bucharest: bucuresti
belgrade: beograd beogradu
cracow: krakow krakowie
louvain: leuven
stockholm: stockholms
uppsala: uppsalan
lyon: lyons
marseille: marseilles
strasbourg: strassburg
mexico: mexiko
brazil: brasil
"""

SAME: dict[str, str] = {
    spelling: line.split(":")[0]
    for line in _SAME.strip().splitlines()
    for spelling in line.split(":", 1)[1].split()
}
"""Folded spelling → the form used in the index."""

PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("universitats", ("univ",)),
    ("universitaets", ("univ",)),
    ("universitair", ("univ",)),
)
"""Beginnings of German and Dutch compounds: Universitätsklinikum reads as two words."""

COMPOUND_ENDS: dict[str, str] = {
    "klinikum": "hospital",
    "kliniken": "hospital",
    "klinik": "hospital",
    "krankenhaus": "hospital",
    "spital": "hospital",
    "medizin": "med",
}

ROMAN: dict[str, str] = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8",
    "ix": "9", "x": "10", "xi": "11", "xii": "12", "xiii": "13",
}  # fmt: skip
"""Numbered universities are written both ways: Paris XII, Paris 12."""

COMPANY_SUFFIXES = _as_set("""inc incorporated ltd limited gmbh sa ag co corp corporation llc plc bv nv srl spa pty kg oy
    oyj ab as asa aps sas sarl kk sro kft doo lp llp pvt pte se company group holding holdings
    zoo sp""")
"""Legal forms a company's name may carry or leave out."""

_GENERIC = """univ inst center hospital clinic college school faculty dept lab academy sci technology
research national med international general engineering agricultural polytechnic health cancer
oncology children federal state republic regional development environmental physics chemistry biology
mathematics public foundation association society government ministry management pharmacy veterinary
economics education teacher service office council information computer history natural royal north
south east west central institution affiliated hygiene studies affairs superior museum library company
industry energy nuclear space surgery disease geology marine food arts first second third fourth fifth
sixth 1 2 3 4 5 6 7 8 9 10 11 12 13 city county provincial province municipal district people peoples
memorial community group unit division section programme program hub network consortium agency
authority commission board bureau committee trust fund graduate postgraduate undergraduate campus main
basic applied clinical human animal plant life molecular cell cellular genetics genomics neuroscience
neurology cardiology radiology pathology psychiatry psychology pediatrics pediatric paediatrics
dentistry dental nursing rehabilitation ophthalmology dermatology urology nephrology hematology
haematology gastroenterology immunology microbiology virology biochemistry biophysics pharmacology
physiology anatomy anesthesiology anaesthesia anesthesia emergency intensive care internal family
obstetrics gynecology gynaecology women womens maternity men mental diabetes heart lung eye brain bone
kidney liver blood transplant transplantation tuberculosis infectious tropical epidemiology
biostatistics statistics data digital artificial intelligence materials material nano nanotechnology
biotechnology electronics electrical mechanical civil communication communications telecommunications
water ocean oceanography forest forestry soil crop earth geography geosciences geophysics meteorology
astronomy astrophysics observatory law business finance accounting commerce social humanities language
languages literature philosophy theology religion music design architecture planning transport
transportation traffic aviation aerospace aeronautics military army navy naval air force defense
defence police security veterans ministry prevention control protection safety quality standards test
testing technologies innovation policy advanced higher special specialized specialist key joint open
new old modern training support system systems product products production quantum theoretical
experimental nanoscience optics photonics laser plasma radiation radiotherapy imaging nuclear
oncological tumor tumour leukemia stroke trauma burns orthopedics orthopaedics orthopedic
cardiovascular thoracic vascular respiratory chest stomatology stomatological tcm traditional
botanical botany zoology entomology ecology ecological conservation wildlife fisheries fishery
aquaculture climate sustainable sustainability innovation bioengineering biomedical biomedicine bio
informatics preventive primary secondary tertiary referral teaching reference world global
independent private laboratories sports sport physical culture cultural
youth population demographic labor labour employment works work"""
GENERIC = _as_set(_GENERIC)
"""Words found in the names of many organisations: a name made of these alone names nobody."""

MODIFIERS = _as_set(
    """north south east west northern southern eastern western central northeast northwest
    southeast southwest new state middle upper lower mid technical technische technischen
    technischer medical medizinische agricultural catholic katholieke free vrije freie open normal
    polytechnic pedagogical federal national autonomous islamic christian chinese american
    international"""
)
"""Words (folded, as written) that make another name of the name they stand before."""

ADJECTIVES = _as_set(
    """universitaire universitaires universitario universitaria universitarios universitarias
    universitari universitair universitaires"""
)
"""Spellings of *university* that tell of what kind a hospital or school is, and name none."""

UNIT_CODES = _as_set("""umr umrs umr_s ums upr upres ur ea erl usr uar fre irl umi usc us fr cic u ura cnrs inserm
    inra inrae cea ird inria cirad cnes ifremer s""")
"""Words of which the code of a French unit is made, with a number: "UMR CNRS 6226"."""

# Two-word heads of names; either order of the two, before or after the rest, is the same name.
HEADS: tuple[tuple[str, ...], ...] = (
    ("univ",),
    ("univ", "hospital"),
    ("technology", "univ"),
    ("med", "univ"),
    ("polytechnic", "univ"),
    ("agricultural", "univ"),
    ("national", "univ"),
    ("federal", "univ"),
    ("state", "univ"),
    ("univ", "college"),
    ("univ", "clinic"),
    ("hospital",),
    ("polytechnic",),
)

LEGAL_STATUSES = frozenset(
    {
        "irccs",
        "istituto di ricovero e cura a carattere scientifico",
        "istituti di ricovero e cura a carattere scientifico",
    }
)
"""Legal statuses that the registry holds as if they were organisations, folded: an Italian hospital
writes IRCCS after its name as a company writes Ltd, and names nobody else by it."""


_CLASSES = (
    ("univ", "polytechnic"),
    ("hospital", "clinic", "hosp", "irccs", "nhs", "policlinico", "chu"),
    ("inst", "center", "institution"),
    ("dept", "division", "section", "unit", "service", "office", "branch", "chair", "programme"),
    ("faculty", "school", "college"),
    ("lab", "group", "team", "program", "platform"),
    ("academy", "council", "society", "association", "foundation", "federation", "union"),
    ("ministry", "government", "agency", "authority", "bureau", "commission", "administration"),
    ("company", "inc", "ltd", "llc", "gmbh", "corp", "corporation", "limited", "sa", "ag"),
    ("med", "health", "cancer", "children", "clinical", "research"),
)
CLASS_OF: dict[str, int] = {
    word: number for number, group in enumerate(_CLASSES, 1) for word in group
}
"""Index form → the class of organisation word it is: 1 university, 2 hospital, 3 institute,
4 department, 5 faculty or school, 6 laboratory, 7 society, 8 government, 9 company, 10 medical."""
