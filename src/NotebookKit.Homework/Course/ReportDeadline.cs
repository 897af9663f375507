namespace NotebookKit.Homework.Course;

/// <summary>Until when a lab report is taken: 04:00 on the day before the next practice, on the clock of the course's place. Lecture S2 L1, "Lab Reports".</summary>
public static class ReportDeadline
{
    /// <summary>The last moment that is in time.</summary>
    /// <remarks>
    /// A wall clock decides, so the moment follows daylight saving. Where that hour is skipped in spring, the first moment after
    /// the gap counts; where it comes twice in autumn, the later one: a student never loses by the clock.
    /// </remarks>
    /// <param name="nextPractice">The day of the next practice.</param>
    /// <param name="rules">The rules; null for the lecture's.</param>
    /// <exception cref="TimeZoneNotFoundException">The machine does not know the rules' time zone.</exception>
    public static DateTimeOffset For(DateOnly nextPractice, CourseRules? rules = null)
    {
        rules ??= new CourseRules();
        var zone = Zone(rules.TimeZone);
        var wall = nextPractice.AddDays(-rules.ReportDaysBefore).ToDateTime(rules.ReportTime);
        if (zone.IsInvalidTime(wall))
        {
            // The clock jumps over this hour.
            while (zone.IsInvalidTime(wall))
            {
                wall = wall.AddMinutes(1);
            }

            return new DateTimeOffset(wall, zone.GetUtcOffset(wall));
        }

        var offset = zone.IsAmbiguousTime(wall) ? zone.GetAmbiguousTimeOffsets(wall).Min() : zone.GetUtcOffset(wall);
        return new DateTimeOffset(wall, offset);
    }

    /// <summary>Whether a report handed in at a moment is in time; the deadline itself still is.</summary>
    public static bool IsInTime(DateTimeOffset handedIn, DateOnly nextPractice, CourseRules? rules = null) => handedIn <= For(nextPractice, rules);

    private static TimeZoneInfo Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone
        : throw new TimeZoneNotFoundException($"ReportDeadline: this machine knows no time zone `{name}`; install the time zone data (tzdata), or name another in the rules' `timeZone`.");
}
