// veraPDF's own rules for PDF/UA-1, over the files that are named; a line of JSON for each. Run by Rhino, which comes
// with veraPDF. The rules are read from its profile by hand, since what reads them otherwise (JAXB) is not in the jar.
var vera = Packages.org.verapdf;
var Profiles = vera.pdfa.validation.profiles.Profiles;
var UA1 = vera.pdfa.flavours.PDFAFlavour.PDFUA_1;

function elements(node, name) {
  var found = node.getElementsByTagName(name), list = [];
  for (var i = 0; i < found.getLength(); i++) list.push(found.item(i));
  return list;
}

function text(node, name) {
  return String(elements(node, name)[0].getTextContent());
}

function profile() {
  var stream = java.lang.ClassLoader.getSystemResourceAsStream("org/verapdf/pdfa/validation/PDFUA-1.xml");
  var builder = Packages.javax.xml.parsers.DocumentBuilderFactory.newInstance().newDocumentBuilder();
  var root = builder.parse(stream).getDocumentElement();
  var rules = new java.util.HashSet(), variables = new java.util.HashSet(), none = new java.util.ArrayList();
  elements(root, "rule").forEach(function (rule) {
    var id = elements(rule, "id")[0];
    rules.add(Profiles.ruleFromValues(
      Profiles.ruleIdFromValues(UA1.getPart(), id.getAttribute("clause"), parseInt(id.getAttribute("testNumber"))),
      rule.getAttribute("object"), java.lang.Boolean.valueOf(rule.getAttribute("deferred")), rule.getAttribute("tags"),
      text(rule, "description"), text(rule, "test"), Profiles.errorFromValues(text(rule, "message"), none), none
    ));
  });
  elements(root, "variable").forEach(function (variable) {
    variables.add(Profiles.variableFromValues(
      variable.getAttribute("name"), variable.getAttribute("object"), text(variable, "defaultValue"), text(variable, "value")
    ));
  });
  var about = Profiles.profileDetailsFromValues("PDF/UA-1", "", "", new java.util.Date());
  return Profiles.profileFromValues(UA1, about, "", rules, variables);
}

vera.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = vera.pdfa.Foundries.defaultInstance(), rules = profile();
for (var i = 0; i < arguments.length; i++) {
  var parser = foundry.createParser(new java.io.File(arguments[i]), UA1);
  var result = foundry.createValidator(rules, false).validate(parser), failed = [];
  for (var each = result.getTestAssertions().iterator(); each.hasNext();) {
    var assertion = each.next(), id = assertion.getRuleId();
    failed.push(id.getClause() + "-" + id.getTestNumber() + " " + assertion.getMessage());
  }
  print(JSON.stringify({
    rules: Number(rules.getRules().size()), checks: Number(result.getTotalAssertions()),
    compliant: Boolean(result.isCompliant()), failed: failed.map(String)
  }));
  parser.close();
}
