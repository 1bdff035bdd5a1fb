setting() { node -p "JSON.parse(fs.readFileSync('.waybill/endpoints.json')).$1"; }
ask() { curl -sS -H "Authorization: Bearer $(setting api.token)" -H 'Content-Type: application/json' "$@"; }
api=$(setting api.baseUrl)
job=$api/v1.0/waybill/jobs/$(setting job.id)
schema=$api/v1.0/servicePrincipals/$(setting job.servicePrincipalId)/synchronization/jobs/$(setting job.id)/schema

echo; echo ----
ask $schema > schema.json
sed -i s/XX/YY/ schema.json; node -e "const f=require('fs');const s=JSON.parse(f.readFileSync('schema.json'));s.synchronizationRules[0].objectMappings[0].scope={groups:[{name:'Sales',clauses:[{sourceOperandName:'department',operatorName:'EQUALS',targetOperand:{values:['Sales']}}]}],inputFilterGroups:[],categoryFilterGroups:[]};f.writeFileSync('schema.json',JSON.stringify(s))"
node -p "JSON.stringify({ schema: JSON.parse(fs.readFileSync('schema.json')) })" > draft.json
ask -X POST -d @draft.json $job/rules/lint
ask -X POST -d @draft.json $job/plans > plan.json
plan=$(node -p "JSON.parse(fs.readFileSync('plan.json')).id")
ask "$job/plans/$plan/changes?kind=disable"
ask -X POST $job/plans/$plan/apply

echo; echo ----
ask "$job/rules/diff?from=1&to=2"

echo; echo ----
ask -d '{"expression": "Left([surname], 3)", "testInputObject": {"properties": [{"key": "surname", "value": "Doe"}]}}' \
  $schema/parseExpression

echo; echo ----
ask -X PATCH -d '{"count": 100, "percent": 10}' $job/deletionBrake
ask "$job/staged?\$top=100"
ask -X POST -d '{"subjects": ["01a2122f-aeac-7663-aad1-1eb5f974ed90"]}' $job/staged/allow
ask -X POST -d '{"reason": "the filter was a mistake"}' $job/staged/reject

echo; echo ----
ask "$job/explain?subject=PattiF@contoso.com"
