-- A login for each service. Its role may append to the service's log and never change it; migrations, which run as the
-- owner, grant the role what it needs.
\getenv scim_ingress_password SCIM_INGRESS_DATABASE_PASSWORD
\getenv mapping_password MAPPING_DATABASE_PASSWORD
\getenv samanage_connector_password SAMANAGE_CONNECTOR_DATABASE_PASSWORD
\getenv audit_log_password AUDIT_LOG_DATABASE_PASSWORD

CREATE ROLE waybill_scim_ingress NOLOGIN;
CREATE ROLE waybill_mapping NOLOGIN;
CREATE ROLE waybill_samanage_connector NOLOGIN;
CREATE ROLE waybill_audit_log NOLOGIN;

CREATE ROLE scim_ingress LOGIN PASSWORD :'scim_ingress_password' IN ROLE waybill_scim_ingress;
CREATE ROLE mapping LOGIN PASSWORD :'mapping_password' IN ROLE waybill_mapping;
CREATE ROLE samanage_connector LOGIN PASSWORD :'samanage_connector_password' IN ROLE waybill_samanage_connector;
CREATE ROLE audit_log LOGIN PASSWORD :'audit_log_password' IN ROLE waybill_audit_log;
