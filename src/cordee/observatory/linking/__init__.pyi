# What `__init__.py` loads when it is asked for, as type checkers and editors see it.
from cordee.observatory.linking.linker import Linker as Linker
from cordee.observatory.linking.links import Link as Link
from cordee.observatory.linking.links import Linked as Linked
