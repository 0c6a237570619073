# What `__init__.py` loads when it is asked for, as type checkers and editors see it.
from cordee.kernel.errors import CordeeError as CordeeError
from cordee.kernel.periods import Years as Years
from cordee.observatory import charts as charts
from cordee.observatory.dossiers.build import make_dossier as make_dossier
from cordee.observatory.dossiers.documents import write_document as write_document
from cordee.observatory.dossiers.subject import read_subject as read_subject
from cordee.observatory.figures.answer import Figures as Figures
from cordee.observatory.figures.compute import Observatory as Observatory
from cordee.observatory.figures.definitions import get_definition as get_definition
from cordee.observatory.figures.flows import FlowChoice as FlowChoice
from cordee.observatory.figures.network_parts import NetworkChoice as NetworkChoice
from cordee.observatory.figures.question import Counting as Counting
from cordee.observatory.figures.question import Question as Question
from cordee.observatory.figures.selection import Selection as Selection
from cordee.observatory.figures.sides import ComparisonQuestion as ComparisonQuestion
from cordee.observatory.figures.sides import Side as Side
from cordee.observatory.figures.tabulation import tabulate as tabulate
from cordee.observatory.lake.store import create_lake as create_lake
from cordee.observatory.lake.store import open_lake as open_lake
from cordee.observatory.linking.linker import Linker as Linker
from cordee.reference.organisations import Registry as Registry
from cordee.reference.organisations import load_registry as load_registry

__version__: str
