-- $1 settings: each as a number (bytes, seconds; on is 1, off is 0) and as people write it.
select s.name,
       case
         when s.setting ~ '^-?[0-9.]+$' then s.setting::double precision
           * case s.unit when '8kB' then 8192 when 'kB' then 1024 when 'MB' then 1048576 when 'B' then 1 when 'ms' then 0.001 when 'min' then 60 else 1 end
         when s.setting = 'off' then 0
         else 1
       end,
       current_setting(s.name)
from pg_settings s
where s.name = any ($1)
order by array_position($1, s.name)
