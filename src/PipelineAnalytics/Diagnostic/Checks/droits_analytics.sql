-- What this user of analytics may not do and the pipeline does, in words, and the remedy.
select 'may not create schemas in ' || quote_ident(current_database()), format('grant create on database %I to %I', current_database(), current_user)
where not has_database_privilege(current_database(), 'create')
union all
select 'may not make temporary tables in ' || quote_ident(current_database()), format('grant temporary on database %I to %I', current_database(), current_user)
where not has_database_privilege(current_database(), 'temporary')
union all
select 'may not create tables in the schema public', format('grant usage, create on schema public to %I', current_user)
where to_regnamespace('public') is not null and not (has_schema_privilege('public', 'create') and has_schema_privilege('public', 'usage'))
union all
select 'finds no schema public', 'create schema public'
where to_regnamespace('public') is null
union all
select format('does not own the schema %I, which belongs to %I', n.nspname, pg_get_userbyid(n.nspowner)), format('grant %I to %I', pg_get_userbyid(n.nspowner), current_user)
from pg_namespace n
where n.nspname in ('pipeline', 'pipeline_miroir_precedent', 'pipeline_miroir_suivant') and not pg_has_role(n.nspowner, 'usage')
