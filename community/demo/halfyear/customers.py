"""Customers who came during the half year, most of them for the Dipper. Nobody signs in as them in the demo."""

from dataclasses import dataclass

from community.demo.person import Person, member

_TABLE = """
anouk|Anouk Peeters|Antwerp
bruno|Bruno Carvalho|Braga
chiara|Chiara Rinaldi|Bologna
dmitri|Dmitri Volkov|Riga
ebba|Ebba Sandström|Umeå
farid|Farid Rahimi|Hamburg
greta|Greta Lindner|Leipzig
henk|Henk de Boer|Groningen
imani|Imani Njoroge|Nairobi
jonas|Jonas Keller|Bern
kaito|Kaito Mori|Nagoya
leila|Leila Benali|Lille
magnus|Magnus Eide|Bergen
noor|Noor Hamdan|Amman
olena|Olena Shevchuk|Lviv
paolo|Paolo Greco|Lecce
quentin|Quentin Marchal|Nantes
rosa|Rosa Iglesias|Vigo
seán|Seán Brady|Galway
thandi|Thandi Khumalo|Pretoria
ulla|Ulla Nieminen|Turku
vikram|Vikram Shetty|Pune
wanda|Wanda Pawlak|Poznań
xavi|Xavi Soler|Girona
yara|Yara Moussa|Beirut
zofia|Zofia Wrona|Lublin
arlo|Arlo Whitfield|York
britta|Britta Sommer|Kassel
cato|Cato Nygård|Trondheim
delia|Delia Moretti|Parma
emil|Emil Horvat|Zagreb
fiona|Fiona Mackay|Inverness
gita|Gita Rao|Mysuru
hannes|Hannes Vogel|Graz
isla|Isla Drummond|Perth
jakub|Jakub Malý|Olomouc
katja|Katja Brandl|Linz
luca|Luca Ferri|Trento
mina|Mina Park|Busan
noah|Noah Steiner|Basel
orla|Orla Keane|Limerick
pia|Pia Holm|Odense
ramon|Ramón Ortega|Murcia
selma|Selma Dahl|Tromsø
timo|Timo Laine|Oulu
ugo|Ugo Barbieri|Modena
vera|Vera Kolar|Maribor
willem|Willem Smit|Delft
yann|Yann Le Goff|Brest
zuri|Zuri Otieno|Kisumu
aisha|Aisha Karim|Leicester
björn|Björn Hauge|Stavanger
clara|Clara Neumann|Bremen
dario|Dario Conti|Genoa
esme|Esme Fairbairn|Hull
felix|Felix Arnaud|Dijon
gwen|Gwen Pritchard|Swansea
hana|Hana Suzuki|Kobe
ivo|Ivo Petkov|Plovdiv
jette|Jette Krag|Aalborg
kemal|Kemal Aydın|Bursa
lars|Lars Wik|Uppsala
maja|Maja Lis|Łódź
nico|Nico Bauer|Ulm
"""
_PLAIN = str.maketrans("áöé", "aoe")


@dataclass(frozen=True, slots=True)
class Customer:
    handle: str
    name: str
    place: str


CUSTOMERS = tuple(
    Customer(handle.translate(_PLAIN), name, place)
    for handle, name, place in (line.split("|") for line in _TABLE.split("\n") if line)
)


def as_person(each: Customer, *, joined: int) -> Person:
    return member(each.handle, each.name, each.place, "", joined=joined)
