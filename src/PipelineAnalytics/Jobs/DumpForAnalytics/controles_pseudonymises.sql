-- Columns that hold pseudonyms ({colonnes}, an array of "table.column"): checks on them are about what is no longer there.
do $$
declare
  controle record;
begin
  for controle in
    select k.conname, k.conrelid::regclass as de
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    where k.contype = 'c' and k.coninhcount = 0 and c.relnamespace = to_regnamespace('public')
      and exists (
        select
        from unnest(k.conkey) n
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n
        where c.relname || '.' || a.attname = any ({colonnes})
      )
  loop
    execute format('alter table %s drop constraint %I', controle.de, controle.conname);
    raise notice 'drop cascades to constraint % on table %', controle.conname, controle.de;
  end loop;
end $$;
