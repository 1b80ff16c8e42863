-- What happens to the table action from a night to the next: one row in twenty is changed, one in a hundred goes, about as many
-- come. bench.nuit chooses which ones. In psql: set bench.nuit = '1'; \i changer.sql
update action
set statut = 'TERMINEE', date_modification = timestamptz '2025-10-01 12:00+02' + current_setting('bench.nuit')::integer * interval '1 day'
where (uuid_hash_extended(id, current_setting('bench.nuit')::bigint) & 2147483647) % 20 = 0;

delete from action
where (uuid_hash_extended(id, current_setting('bench.nuit')::bigint) & 2147483647) % 100 = 51;

insert into action
select md5(id::text || current_setting('bench.nuit'))::uuid, id_jeune, contenu, 'A_FAIRE', qualification, date_echeance + 30, date_creation + interval '30 days', null
from action
where (uuid_hash_extended(id, current_setting('bench.nuit')::bigint) & 2147483647) % 100 = 71;
