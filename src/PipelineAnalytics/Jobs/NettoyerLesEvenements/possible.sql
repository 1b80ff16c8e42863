-- Can events be deleted here? A standby takes no writes at all.
select pg_is_in_recovery() as en_attente, has_table_privilege('public.evenement_engagement_hebdo', 'delete') as permis
