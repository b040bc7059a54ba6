def facts = new GroovyClassLoader(getClass().classLoader).parseClass(new File(sources, 'Facts.groovy')).newInstance(basedir)

def dropped = facts.file('drop-box/it.image/drop/42')
assert dropped.list().sort() == ['drop-1.0-image.json', 'drop-1.0-image.tar']
def kept = facts.file('kept.txt').readLines()
assert facts.sha256(new File(dropped, 'drop-1.0-image.tar')) == kept[0]
assert facts.record().digest != kept[1]

assert facts.failures().size() == 2
assert facts.failures()[0].contains('drop-box')
assert facts.failures()[0].contains('42')
assert facts.tag('registries/dev', 'drop', '42') == kept[1]

// Asked for was another project: what lies under its name is not believed for that.
["asked for was build '42' of 'it.image:other'", "the archive says build '42' of 'it.image:drop:1.0'",
    "its build record says build '42' of 'it.image:drop:1.0'", "its provenance says build '42' of 'it.image:drop:1.0'"].each {
    assert facts.failures()[1].contains(it)
}
assert facts.tags('registries/test', 'drop').empty
