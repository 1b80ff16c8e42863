-- Texts that a format of lines and tabs could take for something else, and values and rows of the largest sizes.
create table texte (id integer primary key, "null" text default 'pas null', t text not null);
insert into texte (id, "null", t)
select n, case when n % 3 = 0 then t when n % 3 = 1 then null else '' end, t
from unnest(array[
  '', ' ', E'\t', E'\n', E'\r', E'\r\n', E'\\', E'\\\\', E'\\.', E'\n\\.\n', E'\\N', 'NULL', 'null', E'a\\tb', E'\\x41', E'\\101', '"', '""', '''', ',', ';',
  E'trailing\\', E'\b\f\v\x01\x7f', '{}', '()', '{"a"}', '$1', ':a', '@a', '--', '/* */', 'é', E'e\u0301', '𝄞🦊👩‍👩‍👧', E'\uFEFF', E'\u2028\u2029\u0085\u00a0', 'العربية', '漢字', 'İıŞş', E'\uFFFD\uFFFE\uFFFF'
]) with ordinality u (t, n);
insert into texte
select 1000 + n / 500, null, string_agg(chr(n), '' order by n)
from generate_series(1, 131071) n
where n not between 55296 and 57343
group by n / 500;

-- A table of one column, in which a line may be empty or be the end-of-data mark; and one that has a row without anything.
create table ligne (ligne text);
insert into ligne select t from texte where id < 1000 union all select null;

create table gros (id integer primary key, t text, y bytea, j jsonb, en_clair text, dehors text);
alter table gros alter column en_clair set storage plain, alter column dehors set storage external;
insert into gros
select 1, string_agg(md5(n::text), ''), string_agg(decode(md5(n::text), 'hex'), ''), jsonb_object_agg('clé ' || n, md5(n::text)), 'clair', string_agg(sha256(n::text::bytea)::text, '')
from generate_series(1, 60000) n;
insert into gros (id, t, dehors) values (2, repeat('é', 3000000), repeat(E'\\\n\t', 1000000)), (3, '', '');

do $$
begin
  execute (select 'create table large (' || string_agg(format('c%s %s', n, (array['integer', 'text', 'boolean', 'numeric'])[n % 4 + 1]), ', ') || ')' from generate_series(1, 800) n);
  execute (select 'insert into large select ' || string_agg((array['i', '''é'' || i', 'i > 2', 'i / 7.0'])[n % 4 + 1], ', ') || ' from generate_series(1, 5) i' from generate_series(1, 800) n);
end $$;
insert into large (c800) values (null);
