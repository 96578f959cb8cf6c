-- wrk: ask for the addresses of a file in turn, with a cookie and an encoding if they are given. Arguments: file, cookie, encodings,
-- milliseconds that a connection rests between two pages.
local paths, headers, at = {}, {}, 0
function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
  if args[2] and args[2] ~= "" then headers["Cookie"] = args[2] end
  if args[3] and args[3] ~= "" then headers["Accept-Encoding"] = args[3] end
  if args[4] and args[4] ~= "" then
    local rest = tonumber(args[4])
    function delay() return rest end
  end
  math.randomseed(7)
  at = math.random(#paths)
end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], headers)
end
function done(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  print(string.format("RESULT %d %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), bad, latency:percentile(95)))
end
