/// How facts about dead letters change the state.
extension State {
    mutating func die(_ item: UInt32, of lease: LeaseIndex, _ letter: DeadLetter) {
        let task = leases[lease].task
        segments.insertSorted(Segment(range: ItemRange(item, item + 1)), into: &leases[lease].settled)
        leases[lease].remaining -= 1
        self[work: task].leased -= 1
        self[work: task].dead += 1
        write(letter, about: task, item: item, attempts: leases[lease].attempt)
    }

    mutating func die(_ task: TaskIndex, _ letter: DeadLetter) {
        write(letter, about: task, item: LetterRecord.wholeTask, attempts: 1)
    }

    private mutating func write(_ letter: DeadLetter, about task: TaskIndex, item: UInt32, attempts: UInt16) {
        precondition(letter.id.rawValue == nextLetter, "dead letter ids are given in order")
        nextLetter += 1
        let job = tasks[task].job
        let extras = makeExtras(of: job)
        let head = self.extras[extras].firstLetter
        let index = letters.insert(
            LetterRecord(
                id: letter.id, task: task, item: item, cause: letter.cause, attempts: attempts,
                failure: letter.failure, died: time, next: head))
        if !head.isNone { letters[head].previous = index }
        self.extras[extras].firstLetter = index
        self.extras[extras].letterCount += 1
        letterTable.insert(letter.id.rawValue, index)
        queueCounters[Int(queue(of: task).rawValue)].letters += 1
        joinGroup(index)
        expectExpiry(of: index)
        if item != LetterRecord.wholeTask { moveFailures(of: item, of: task, to: index) }
    }

    /// The item is pending again from its first attempt; of a whole task, what was pending is.
    mutating func requeue(_ letter: LetterIndex) {
        let task = letters[letter].task
        let item = letters[letter].item
        precondition(!jobs[tasks[task].job].state.hasEnded, "an ended job stays as it ended")
        close(letter)
        if item != LetterRecord.wholeTask {
            self[work: task].dead -= 1
            countingFragments(of: task) { state in
                state.segments.appendFresh(ItemRange(item, item + 1), to: &state.works[state.tasks[task].work].returned)
            }
        }
        if !tasks[task].state.isActive {
            if item != LetterRecord.wholeTask { closeLetters(aboutWhole: task) }
            revive(task)
        }
        relist(task)
    }

    private mutating func closeLetters(aboutWhole task: TaskIndex) {
        var letter = extras(of: tasks[task].job).firstLetter
        while !letter.isNone {
            let next = letters[letter].next
            if letters[letter].task == task, letters[letter].item == LetterRecord.wholeTask { close(letter) }
            letter = next
        }
    }

    mutating func close(_ letter: LetterIndex) {
        let task = letters[letter].task
        let job = tasks[task].job
        let (previous, next) = (letters[letter].previous, letters[letter].next)
        if previous.isNone { extras[jobs[job].extras].firstLetter = next } else { letters[previous].next = next }
        if !next.isNone { letters[next].previous = previous }
        extras[jobs[job].extras].letterCount -= 1
        queueCounters[Int(queue(of: task).rawValue)].letters -= 1
        leaveGroup(letter)
        forgetFailures(of: letter)
        letterTable.remove(letters[letter].id.rawValue, letter)
        blobs.retire(letters[letter].failure)
        letters.remove(letter)
    }
}
