-- $1 and $2: two tables; the columns that both have. None when their grains differ: their rows are then not the same things.
select a.attname::text
from pg_attribute a
join pg_attribute b on b.attrelid = $2::text::regclass and b.attname = a.attname and b.attnum > 0 and not b.attisdropped
where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped
  and (
    select count(distinct maille) = 1
    from (
      select array_agg(g.attname order by g.attname) as maille
      from pg_constraint c
      join pg_attribute g on g.attrelid = c.conrelid and g.attnum = any (c.conkey)
      where c.conrelid in ($1::text::regclass, $2::text::regclass) and c.contype in ('u', 'p')
      group by c.conrelid
    ) m
  )
order by a.attnum
