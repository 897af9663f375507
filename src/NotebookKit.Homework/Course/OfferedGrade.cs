namespace NotebookKit.Homework.Course;

/// <summary>The grade that is offered without an exam, and why.</summary>
/// <param name="Grade">4 or 5 (3 by <see cref="CourseRules.SecondCase"/> only), or null where none is offered.</param>
/// <param name="Reason">As a sentence; it says so where an ambiguous rule decided.</param>
/// <param name="IsAmbiguous">True when the second case of lecture S2 L8's announcement decided (golden E-57).</param>
public sealed record OfferedGrade(int? Grade, string Reason, bool IsAmbiguous = false)
{
    private const string Doubt = " This rests on the announcement of lecture 8, whose second case is ambiguous (it prints result 5 twice).";

    /// <summary>Judges a record: quizzes and paper test above 85 %, an acceptable project; a 5 for an excellent one, else a 4.</summary>
    /// <remarks>Lecture S2 L1 ("Offered grade": only a 4 or 5), S2 L8 ("Announcement": by the quality of the project).</remarks>
    public static OfferedGrade Of(StudentRecord record, CourseRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(record);
        rules ??= new CourseRules();
        var paper = record.PaperTest ?? new Points(0, 0);
        var broken = new List<string>();
        if (!record.Quiz.Above(rules.QuizOffer))
        {
            broken.Add($"quizzes {record.Quiz}, and more than {Standing.Percent(rules.QuizOffer)} are needed");
        }

        if (record.Project is not (ProjectState.Acceptable or ProjectState.Excellent))
        {
            broken.Add(record.Project switch
            {
                ProjectState.Open => "the project is not yet judged",
                ProjectState.NotAcceptable => "the project has no acceptable solution",
                _ => "no project was taken",
            });
        }

        if (broken.Count == 0 && !paper.Above(rules.PaperOffer) && rules.SecondCase == SecondOfferCase.ResultFour && paper.Above(rules.PaperResultFour))
        {
            return new(3, $"paper test {paper}, taken as result 4, with an acceptable project.{Doubt}", IsAmbiguous: true);
        }

        if (!paper.Above(rules.PaperOffer))
        {
            broken.Add($"paper test {paper}, and more than {Standing.Percent(rules.PaperOffer)} are needed");
        }

        return broken.Count > 0 ? new(null, string.Join("; ", broken) + ".")
            : record.Project == ProjectState.Excellent ? new(5, "quizzes and paper test are high enough, and the project is excellent.")
            : rules.SecondCase == SecondOfferCase.AsPrinted ? new(3, $"quizzes and paper test are high enough, and the project is acceptable.{Doubt}", IsAmbiguous: true)
            : new(4, "quizzes and paper test are high enough, and the project is acceptable.");
    }
}
