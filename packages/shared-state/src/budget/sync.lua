-- Shares one portal's budget among replicas. KEYS[1]: state of the portal; the minutes of its keys are beside it, in the
-- same slot of a cluster. ARGV[1]: SyncMessage of one replica; ARGV[2]: channel prefix. The types are in messages.ts.
local READ_MS, LEASE_MS, LOOK_AHEAD_MS = 1010, 3000, 1000
-- A minute and the difference of clocks, and the time for which a replica may keep a place before it uses it.
local MINUTE_MS, BUCKET_MS = 60500 + 1000, 500
local RECOVERY_MS, STATE_MS = 5000, 600000

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local message = cjson.decode(ARGV[1])
local raw = redis.call('GET', KEYS[1])
local state = raw and cjson.decode(raw) or { clock = 0, seq = 0, replicas = {}, rate = {} }
local replicas, rate = state.replicas, state.rate

for id, other in pairs(replicas) do
  if other['until'] < now then replicas[id] = nil end
end

-- The view of this replica replaces its entry, except for grants that it has not received yet.
local own = replicas[message.id] or { clock = 0, grants = {} }
replicas[message.id] = own
local unseen = {}
for _, grant in ipairs(own.grants) do
  if grant.seq > message.seen then unseen[#unseen + 1] = grant end
end
local function times(ages)
  local list = {}
  for index, age in ipairs(ages) do list[index] = now - age end
  return list
end
-- After a restart of Redis, sequence numbers continue after the last one that the replica received.
state.seq = math.max(state.seq, message.seen)
own['until'] = now + LEASE_MS
own.grants, own.slots, own.share = unseen, message.view.slots, message.view.share
own.reads, own.flying = times(message.view.reads), times(message.view.flying)
if #message.wants > 0 and #(own.wants or {}) == 0 then own.clock = math.max(own.clock, state.clock) end
own.wants, own.weight = message.wants, message.weight

-- The current rate, by the rule of SlidingWindowLimiter: halved after throttling, plus a tenth of the maximum every 5 s.
if message.maxRate then rate.max = message.maxRate end
local max = message.rate and math.min(message.rate, rate.max or message.rate)
if max then
  rate.current = math.min(rate.current or max, max)
  local steps = math.floor((now - (rate.changed or now)) / RECOVERY_MS)
  if rate.current >= max then
    rate.changed = now
  elseif steps > 0 then
    rate.changed = rate.changed + steps * RECOVERY_MS
    rate.current = math.min(max, rate.current + steps * math.max(1, max / 10))
  end
end
if message.throttled then
  local sent = now - message.throttled.age
  rate.paused = math.max(rate.paused or 0, now + message.throttled.pause)
  if max and sent >= (rate.halved or 0) then
    rate.halved, rate.changed = now, now
    rate.current = math.max(1, math.floor(rate.current / 2))
  end
end
local perSecond = max and math.max(1, math.floor(rate.current))

-- The minute of a key: places by the time at which they were granted, the limit from the response headers, and a pause.
local function keyOf(name) return KEYS[1] .. ':' .. name end
local function minuteOf(name)
  local fields = redis.call('HGETALL', keyOf(name))
  local minute = { used = 0, pause = 0 }
  for index = 1, #fields, 2 do
    local field, value = fields[index], tonumber(fields[index + 1])
    local bucket = tonumber(field)
    if not bucket then
      minute[field] = value
    elseif bucket + BUCKET_MS + MINUTE_MS <= now then
      redis.call('HDEL', keyOf(name), field)
    elseif value > 0 then
      minute.used = minute.used + value
      minute.oldest = math.min(minute.oldest or bucket, bucket)
    end
  end
  return minute
end
local function set(name, field, value)
  redis.call('HSET', keyOf(name), field, value)
  redis.call('PEXPIRE', keyOf(name), MINUTE_MS + 10000)
end
for _, back in ipairs(message.back) do
  local given = tonumber(redis.call('HGET', keyOf(back.name), back.at) or 0)
  if given > 0 then set(back.name, back.at, math.max(0, given - back.count)) end
end
for _, pause in ipairs(message.pauses) do
  set(pause.name, 'pause', math.max(minuteOf(pause.name).pause, now + pause.ms))
end
for _, window in ipairs(message.windowLimits) do set(window.name, 'limit', window.limit) end

-- Returns the number of free places, or 0 and the milliseconds until there is one.
local function freeOf(window)
  local minute = minuteOf(window.name)
  local free = math.min(window.limit, minute.limit or window.limit) - minute.used
  if minute.pause > now then return 0, minute.pause - now end
  if free >= 1 then return free end
  return 0, (minute.oldest or now) + BUCKET_MS + MINUTE_MS - now
end
local function takePlaces(window, count)
  local free = freeOf(window)
  local taken = math.min(free, count)
  local bucket = now - now % BUCKET_MS
  redis.call('HINCRBY', keyOf(window.name), bucket, taken)
  redis.call('PEXPIRE', keyOf(window.name), MINUTE_MS + 10000)
  return { name = window.name, at = bucket, count = taken }
end

-- Returns the times of all pages that were read within the last second or may be read, ascending.
local function pagesTaken()
  local pages = {}
  local function add(at) pages[#pages + 1] = at end
  for _, replica in pairs(replicas) do
    for _, at in ipairs(replica.reads) do if at > now - READ_MS then add(at) end end
    for _, at in ipairs(replica.flying) do add(math.max(at, now)) end
    for _ = 1, replica.share do add(now) end
    for _, grant in ipairs(replica.grants) do
      for _, at in ipairs(grant.pages) do add(math.max(at, now)) end
    end
  end
  table.sort(pages)
  return pages
end
local function slotsTaken(replica)
  local slots = replica.slots
  for _, grant in ipairs(replica.grants) do slots = slots + grant.slots end
  return slots
end
local function allSlotsTaken()
  local slots = 0
  for _, replica in pairs(replicas) do slots = slots + slotsTaken(replica) end
  return slots
end
-- Returns the times for so many pages, or nil and the milliseconds until the first may be scheduled, if they are known.
local function schedule(count)
  local pages = {}
  if not perSecond then
    if (rate.paused or 0) > now then return nil, rate.paused - now end
    return pages
  end
  local taken = pagesTaken()
  for page = 1, count do
    local before = taken[#taken - perSecond + 1]
    -- A page of a request in flight: its time is known when it is over, and its replica says so then.
    if page == 1 and before and before >= now then return nil end
    local last = taken[#taken] or 0
    local at = math.max(now, rate.paused or 0, before and before + READ_MS or 0, last > now and last or 0)
    if page == 1 and at > now + LOOK_AHEAD_MS then return nil, at - now end
    pages[page] = at
    taken[#taken + 1] = at
  end
  return pages
end

local retry, blocked = nil, {}
-- Returns the index of the first want whose minutes have a free place.
local function firstFree(id, wants)
  for index, want in ipairs(wants) do
    local isFree = true
    for _, window in ipairs(want.windows) do
      local free, ms = freeOf(window)
      if free < 1 then
        isFree = false
        if id == message.id then blocked[window.name] = ms end
      end
    end
    if isFree then return index end
  end
  return nil
end
-- Weighted fair queueing: the more callers wait at a replica, the slower its clock runs.
local function nextWaiting(skipped)
  local found
  for id, replica in pairs(replicas) do
    local isEarlier = not found or replica.clock < replicas[found].clock
      or (replica.clock == replicas[found].clock and id < found)
    if #replica.wants > 0 and not skipped[id] and isEarlier then found = id end
  end
  return found
end
local function give(id, slots, pages, places, isLent)
  state.seq = state.seq + 1
  local grant = { seq = state.seq, slots = slots, pages = pages, places = places, at = now, isLent = isLent }
  table.insert(replicas[id].grants, grant)
  return grant
end

local function tryToServe(id)
  local replica = replicas[id]
  local index = firstFree(id, replica.wants)
  if not index then return false end
  local want = replica.wants[index]
  if message.slots and want.slots > 0 and allSlotsTaken() + want.slots > message.slots then return false end
  local pages, ms = {}, nil
  if want.pages > 0 then pages, ms = schedule(want.pages) end
  if not pages then
    retry = ms
    return false
  end
  table.remove(replica.wants, index)
  local places = {}
  for at, window in ipairs(want.windows) do places[at] = takePlaces(window, window.count) end
  give(id, want.slots, pages, places)
  state.clock = replica.clock
  replica.clock = replica.clock + want.cost / replica.weight
  replica['until'] = math.max(replica['until'], now + LEASE_MS)
  return true
end
local pushed, skipped = {}, {}
while true do
  local id = nextWaiting(skipped)
  if not id then break end
  if tryToServe(id) then pushed[id] = true else skipped[id] = true end
end

local waiting, others, isAlone, alive = {}, 0, true, 0
for id, replica in pairs(replicas) do
  alive = alive + 1
  if #replica.wants > 0 then
    waiting[#waiting + 1] = id
    if id ~= message.id then others = others + replica.weight end
  end
  if id ~= message.id and (slotsTaken(replica) > 0 or #replica.flying > 0 or replica.share > 0) then isAlone = false end
end
local function isContended(id)
  return #waiting > 1 or (#waiting == 1 and waiting[1] ~= id)
end

-- Lends this replica budget that no replica waits for: all of it if no other replica uses the portal, otherwise a part.
if #waiting == 0 and pushed[message.id] and perSecond and (rate.paused or 0) <= now then
  local left = math.max(0, perSecond - #pagesTaken())
  local slots = isAlone and message.slots and math.max(0, message.slots - allSlotsTaken()) or 0
  local pages = {}
  for index = 1, isAlone and left or math.floor(left / (2 * alive)) do pages[index] = now end
  if slots > 0 or #pages > 0 then give(message.id, slots, pages, {}, true) end
end
-- Places of the minute in advance, for a replica that sends many requests.
if #waiting == 0 and message.ahead[1] then
  local places = {}
  for index, window in ipairs(message.ahead) do places[index] = takePlaces(window, window.count) end
  give(message.id, 0, {}, places, true)
end

local function messageFor(id)
  local replica = replicas[id]
  replica.contended = isContended(id)
  return { portal = message.portal, now = now, grants = replica.grants, contended = replica.contended }
end
for id, replica in pairs(replicas) do
  local isRecalled = isContended(id) and not replica.contended and (slotsTaken(replica) > 0 or replica.share > 0)
  if id ~= message.id and (pushed[id] or isRecalled) then
    redis.call('PUBLISH', ARGV[2] .. id, cjson.encode(messageFor(id)))
  end
end
local reply = messageFor(message.id)
reply.retry, reply.blocked, reply.rate = retry, blocked, perSecond
reply.others = others
redis.call('SET', KEYS[1], cjson.encode(state), 'PX', STATE_MS)
return cjson.encode(reply)
