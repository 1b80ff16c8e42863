-- Every type of value, and the values of each that are easily lost on the way. Columns of oids (regclass and the like) are not
-- here: their numbers mean another thing in another database.
create table nombre (
  id serial primary key, s smallint, i integer, b bigint, n numeric, n2 numeric(9, 2), f real, d double precision, m money, o boolean
);
insert into nombre (s, i, b, n, n2, f, d, m, o)
select * from unnest(
  '{-32768,32767,0}'::smallint[],
  '{-2147483648,2147483647,0}'::integer[],
  '{-9223372036854775808,9223372036854775807,0}'::bigint[],
  array['NaN', 'Infinity', '-Infinity', '0.000', '-0.10', '1e-1000', '1e5000', repeat('9', 700) || '.' || repeat('7', 300)]::numeric[],
  '{NaN,-9999999.99,0.005,1.10}'::numeric[],
  '{NaN,Infinity,-Infinity,-0,1e-45,3.4028235e38,0.1,16777217}'::real[],
  '{NaN,Infinity,-Infinity,-0,4.9e-324,1.7976931348623157e308,0.1,0.30000000000000004,123456789012345678}'::double precision[],
  array['-92233720368547758.08', '92233720368547758.07', '1234567.8', '0']::money[],
  '{t,f}'::boolean[]
);

create table moment (
  id integer generated always as identity primary key, d date, t time, t3 time(3), tz timetz, ts timestamp, ts0 timestamp(0), tstz timestamptz, i interval,
  annees interval year to month, jours interval day to second(3)
);
insert into moment (d, t, t3, tz, ts, ts0, tstz, i, annees, jours)
select * from unnest(
  '{infinity,-infinity,4713-01-01 BC,0001-12-31 BC,5874897-12-31,2024-02-29}'::date[],
  '{00:00,24:00,23:59:59.999999,02:30}'::time[],
  '{23:59:59.9994,12:00:00.001}'::time[],
  '{00:00:00+15:59:59,24:00:00-15:59:59,12:00:00.5+00}'::timetz[],
  '{infinity,-infinity,4713-11-24 BC,294276-12-31 23:59:59.999999,2025-03-30 02:30:00,1900-01-01 00:00:00.000001}'::timestamp[],
  '{2025-06-30 23:59:59.5}'::timestamp[],
  '{infinity,-infinity,4714-11-25 00:00+00 BC,294276-12-31 23:59:59.999999+00,2025-10-26 02:30+02,2025-10-26 02:30+01,1890-01-01 00:00+00}'::timestamptz[],
  '{178000000 years,-178000000 years,1 mon -1 day 00:00:00.000001,-00:00:00.5,0,1 year -2 mons 3 days -04:05:06.7}'::interval[],
  '{10 years 3 mons,-1 mon}'::interval[],
  '{4 days 05:06:07.1234}'::interval[]
);

create table figure (
  id bigserial primary key, p point, l line, s lseg, b box, c path, g polygon, r circle, b1 bit(5), bv bit varying, i inet, ci cidr, m macaddr,
  m8 macaddr8, u uuid, lsn pg_lsn, sn pg_snapshot, x xml, j json, jb jsonb, jp jsonpath, v tsvector, q tsquery, h hstore, y bytea, ct outils.citext
);
insert into figure (p, l, s, b, c, g, r, b1, bv, i, ci, m, m8, u, lsn, sn, x, j, jb, jp, v, q, h, y, ct)
select * from unnest(
  '{"(1e300,-0.1)","(NaN,Infinity)"}'::point[], '{"{1,-1,0}"}'::line[], '{"[(0,0),(1,1)]"}'::lseg[], '{(2,2),(1,1);(0,0),(0,0)}'::box[],
  '{"[(0,0),(1,1),(2,0)]","((0,0),(1,1),(2,0))"}'::path[], '{"((0,0),(1,1),(2,0))"}'::polygon[], '{"<(0,0),2.5>"}'::circle[],
  '{00000,10101}'::bit(5)[], array['', '1', repeat('10', 500)]::varbit[], '{192.168.0.1/24,::1,10.0.0.1,fe80::/10}'::inet[],
  '{10.0.0.0/8,2001:db8::/32}'::cidr[], '{08:00:2b:01:02:03}'::macaddr[], '{08:00:2b:01:02:03:04:05}'::macaddr8[],
  '{00000000-0000-0000-0000-000000000000,ffffffff-ffff-ffff-ffff-ffffffffffff}'::uuid[], '{0/0,FFFFFFFF/FFFFFFFF}'::pg_lsn[], '{"10:20:10,14,15"}'::pg_snapshot[],
  array[xmlparse(content 'a<b c="é">&lt;</b><!-- d -->'), xmlparse(content ''), xmlparse(document E'<?xml version="1.0"?>\n<a>\t</a>')],
  array[E'{"b" : 1, "a":\t2, "a" : 3 }', '"\u00e9\ud83e\udd8a"', ' null ', '1.0e3']::json[],
  array['{"b": 1, "a": {"é": [1.10, null, true, {}]}}', '"\u00e9\\n"', 'null', '1e400', '[]']::jsonb[],
  array['strict $."a b"[*] ? (@.size() > 1)']::jsonpath[], array['''l''''été'':1A,3C ''a\\b'':2 sans', '']::tsvector[],
  array['''l''''été'':*A & !(b <2> c)']::tsquery[], array['"a b"=>"c\"d", e=>NULL, ""=>""', '']::hstore[],
  array['', '\x00', '\x5c2e0a', (select decode(string_agg(lpad(to_hex(o), 2, '0'), ''), 'hex') from generate_series(0, 255) o)]::bytea[],
  array['Élève', 'ÉLÈVE', '']::outils.citext[]
);

create table compose (
  id smallserial primary key, jour jour_ouvre, jours jour_ouvre[], trajets trajet[], trajet trajet, verifie trajet_parti, code code_connu, codes codes,
  bornes integer[], cube text[][][], vide text[] default '{}', lieux point[], documents jsonb[], boites box[], c "char", n name, fixe char(5), court varchar(3), retard tardif
);
insert into compose (jour, jours, trajet, trajets, verifie, code, codes, bornes, cube, lieux, documents, boites, c, n, fixe, court, retard)
values
  ('jeudi''', enum_range(null::jour_ouvre), null, null, null, '75001', null, null, null, null, null, null, null, null, null, null, 0),
  ('', '{NULL,"","{",mardi}', row(null, null, null, null, null), array[null, row(null, null, null, null, null)]::trajet[], null, '75002', '{}', '{}', '{}', '{}', '{}', '{}', '', '', '', '', 1),
  ('{', '[5:6]={mardi,lundi}', row(row('a,"b\(', '(1,2)', '{"x y",NULL,"",""}'), row(null, null, null), '{}', '{}', '75003'),
   array[row(row('', null, null), null, array[row('é', null, '{}'), null]::point_nomme[], '{"sa\"medi"}', null)]::trajet[],
   row(row('parti', null, null), null, null, null, null), '75003', '{75001,NULL,75003}', '[-2:0]={1,NULL,3}', '[0:1][2:3][4:4]={{{a},{"b,"}},{{"\\"},{NULL}}}',
   '{"(1,2)",NULL}', array['{"a": "b,c"}', null, '"\""']::jsonb[], '{(2,2),(1,1);(4,4),(3,3)}', E'\\', repeat('n', 63), 'a', E'\\.', 2);
alter domain tardif add constraint pas_zero check (value <> 0) not valid;

create table intervalle (
  id integer primary key, i int4range, b int8range, n numrange, d daterange, ts tsrange, tz tstzrange, im int4multirange, dm datemultirange, plages int4range[], nm nummultirange[]
);
insert into intervalle values
  (1, 'empty', '(,)', '[-Infinity,Infinity]', '[infinity,)', '(,infinity)', '[-infinity,infinity]', '{}', '{(,)}', '{}', '{}'),
  (2, '[1,2)', '(-9223372036854775808,)', '(0.10,NaN]', '[0001-01-01 BC,2025-01-01]', '["2025-01-01 00:00:00.000001",)', '["2025-03-30 01:00+00","2025-03-30 03:00+02")',
   '{[1,2),[5,8),(10,)}', '{[2025-01-01,2025-02-01)}', '[3:4]={"[1,2)",NULL}', '{"{[1,2],(3,4)}",NULL,"{}"}'),
  (3, '(,)', 'empty', 'empty', '(,)', 'empty', '(,)', null, null, null, null);
