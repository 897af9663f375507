namespace NotebookKit.Music;

/// <content>What was read, played from its beginning to its end with all repeats.</content>
internal sealed partial class AbcReader
{
    private enum Kind
    {
        Sound, RepeatStart, RepeatEnd, FirstEnding, SecondEnding, Bar,
    }

    // Goes through the events as a player does: back once at each end of a repeat, past the first ending the second time.
    private List<Note> Played()
    {
        List<Note> notes = [];
        double time = 0;
        int start = 0;
        bool again = false;
        for (int i = 0; i < events.Count; i++)
        {
            Event one = events[i];
            switch (one.Kind)
            {
                case Kind.Sound:
                    notes.AddRange(one.Pitches.Select(pitch => new Note(time, one.Length, pitch)));
                    time += one.Length;
                    break;
                case Kind.RepeatStart:
                    (start, again) = (i + 1, false);
                    break;
                case Kind.RepeatEnd when !again:
                    (again, i) = (true, start - 1);
                    break;
                case Kind.RepeatEnd or Kind.SecondEnding:
                    (again, start) = (false, i + 1);
                    break;
                case Kind.FirstEnding when again:
                    int second = events.FindIndex(i, other => other.Kind is Kind.SecondEnding or Kind.RepeatEnd);
                    (again, i) = (false, second < 0 ? i : second);
                    start = i + 1;
                    break;
                default:
                    break;
            }
        }

        return notes;
    }

    private readonly record struct Event(Kind Kind, IReadOnlyList<int> Pitches, double Length);
}
