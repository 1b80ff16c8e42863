-- $1 a table: its triggers and rules that would fire, as the statements that switch each off, and on again as it was.
select format('alter table %s disable trigger %I', tgrelid::regclass, tgname),
       format('alter table %s enable %s trigger %I', tgrelid::regclass, case tgenabled when 'A' then 'always' else '' end, tgname)
from pg_trigger
where tgrelid = to_regclass($1) and not tgisinternal and tgenabled in ('O', 'A')
union all
select format('alter table %s disable rule %I', ev_class::regclass, rulename),
       format('alter table %s enable %s rule %I', ev_class::regclass, case ev_enabled when 'A' then 'always' else '' end, rulename)
from pg_rewrite
where ev_class = to_regclass($1) and ev_enabled in ('O', 'A')
