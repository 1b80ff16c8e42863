-- $1 whether this is production: what our own session has otherwise than it was opened with, or cannot be given at its opening. One row each.
with reglage (nom, valeur) as (
  select n, current_setting(n, true)
  from unnest(array['default_transaction_read_only', 'row_security', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout',
                    'transaction_timeout', 'idle_session_timeout', 'datestyle', 'temp_file_limit']) n
)
select nom, valeur, 'fault', 'a pooler or a role setting takes start-up options away: connect to the server itself, or let the pooler pass "options" on'
from reglage
where nom in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') and valeur <> '0'
   or nom = 'datestyle' and valeur not like 'ISO%'
   or $1 and nom = 'row_security' and valeur <> 'off'
   or $1 and nom = 'default_transaction_read_only' and valeur <> 'on'
union all
select nom, valeur, 'fault', 'alter role ' || quote_ident(current_user) || ' set default_transaction_read_only = off; or connect to the primary, not to a standby'
from reglage
where not $1 and (nom = 'default_transaction_read_only' and valeur <> 'off')
union all
-- Younger than the oldest servers we take, so that they cannot be given with the start-up options.
select nom, valeur, 'attention', 'a night longer than this is cut: alter role ' || quote_ident(current_user) || ' set ' || nom || ' = 0'
from reglage
where nom in ('transaction_timeout', 'idle_session_timeout') and valeur not in ('0', '')
union all
select nom, valeur, 'attention', 'large sorts and index builds fail beyond it: alter role ' || quote_ident(current_user) || ' set temp_file_limit = -1 (as a superuser)'
from reglage
where nom = 'temp_file_limit' and valeur <> '-1'
union all
select 'recovery (the server is a standby)', 'on', 'fault', 'name the primary in ConnectionStrings__Analytics'
where not $1 and pg_is_in_recovery()
