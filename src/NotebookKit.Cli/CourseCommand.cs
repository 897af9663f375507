using System.CommandLine;
using NotebookKit.Homework.Course;
using NotebookKit.Homework.Paper;
using NotebookKit.Homework.Quizzes;

namespace NotebookKit.Cli;

/// <summary><c>nbkit course</c>: the paperwork of a course: quizzes, the paper test, oral questions, lab reports, projects and who stands where.</summary>
internal static class CourseCommand
{
    private static readonly Option<string> Out = new("--out") { Required = true, Description = "The folder to write into." };
    private static readonly Option<long> Seed = new("--seed") { DefaultValueFactory = _ => 1, Description = "Other seeds draw other numbers." };
    private static readonly Option<string?> Rules = new("--rules") { Description = "A JSON file with the rules of the course; the lectures' by default." };

    public static Command Create()
    {
        Argument<string> lecture = new("lecture") { Description = "Such as S2-L1." };
        Argument<string[]> students = new("student") { Arity = ArgumentArity.OneOrMore, Description = "Who gets one; each has numbers of his own." };
        Command quiz = new("quiz", "Makes the quiz of a lecture for students: pages with and without answers, and a GIFT file that Moodle imports.") { lecture, students, Seed, Out };
        quiz.SetAction(parsed => Guarded.Run(() => Quiz(QuizBank.Of(parsed.GetRequiredValue(lecture)), parsed.GetRequiredValue(students), parsed.GetRequiredValue(Seed), parsed.GetRequiredValue(Out))));

        Argument<string[]> answers = new("answers") { Arity = ArgumentArity.OneOrMore, Description = "JSON files with the answers of students." };
        Command mark = new("mark", "Marks quizzes.") { answers };
        mark.SetAction(parsed => Guarded.Run(() => Lines(parsed.GetRequiredValue(answers).Select(file => QuizMarker.Mark(QuizJson.LoadAnswers(file)).ToString()))));

        Command paper = new("paper", "Makes a paper test and its marking scheme, to print.") { Seed, Out };
        paper.SetAction(parsed => Guarded.Run(() => Paper(PaperTest.Of("Paper test", parsed.GetRequiredValue(Seed)), parsed.GetRequiredValue(Out))));

        Command oral = new("oral", "Makes the list of oral questions, for students and for the examiner.") { Out };
        oral.SetAction(parsed => Guarded.Run(() => Oral(parsed.GetRequiredValue(Out))));

        Argument<string[]> reports = new("report") { Arity = ArgumentArity.OneOrMore, Description = "Lab reports in markdown." };
        Command report = new("report", "Checks lab reports: the headings that must be there, and whether two are too similar.") { reports };
        report.SetAction(parsed => Guarded.Run(() => Reports(parsed.GetRequiredValue(reports))));

        Argument<string> catalogue = new("catalogue") { Description = "The JSON file of the tasks and claims." }, task = new("task") { Description = "The task's id." }, student = new("student") { Description = "Who claims it." };
        Command claim = new("claim", "Claims a project; a task is one student's, and a claim is final.") { catalogue, task, student };
        claim.SetAction(parsed => Guarded.Run(() =>
        {
            ProjectCatalogue.Claim(parsed.GetRequiredValue(catalogue), parsed.GetRequiredValue(task), parsed.GetRequiredValue(student), DateTimeOffset.Now);
            return Lines([$"{parsed.GetRequiredValue(task)} is {parsed.GetRequiredValue(student)}'s"]);
        }));

        Argument<string> records = new("records") { Description = "The JSON file of the students' records." };
        Command standing = new("standing", "Says where each student stands by the rules of the course, and why.") { records, Rules };
        standing.SetAction(parsed => Guarded.Run(() =>
        {
            var rules = parsed.GetValue(Rules) is { } file ? CourseRules.Load(file) : new CourseRules();
            return Lines(StudentRecord.Load(parsed.GetRequiredValue(records)).Select(record => Standing.Of(record, rules).ToString()));
        }));
        return new Command("course", "The paperwork of a course: quizzes, tests, reports, projects, and who stands where.") { quiz, mark, paper, oral, report, claim, standing };
    }

    private static int Quiz(LectureQuiz quiz, string[] students, long seed, string folder)
    {
        Quiz[] all = [.. students.Select(student => quiz.For(student, seed))];
        Guarded.Write(folder, $"quiz-{quiz.Id}.html", QuizPage.Student(all));
        Guarded.Write(folder, $"quiz-{quiz.Id}-answers.html", QuizPage.Teacher(all));
        Guarded.Write(folder, $"quiz-{quiz.Id}.gift", GiftExport.Variants(quiz, seed));
        return Lines([$"{all.Length} sheets of {quiz.Id} in {folder}; the file with answers is not for students"]);
    }

    private static int Paper(PaperTest test, string folder)
    {
        Guarded.Write(folder, "paper-test.html", PaperPage.Test(test));
        Guarded.Write(folder, "paper-test-scheme.html", PaperPage.Scheme(test));
        return Lines([FormattableString.Invariant($"{test.Questions.Count} questions, {test.Points:0.##} points, in {folder}")]);
    }

    private static int Oral(string folder)
    {
        Guarded.Write(folder, "oral.html", OralQuestions.Page(forExaminer: false));
        Guarded.Write(folder, "oral-examiner.html", OralQuestions.Page(forExaminer: true));
        return Lines([$"{OralQuestions.All.Count} questions in {folder}"]);
    }

    private static int Reports(string[] files)
    {
        var texts = files.ToDictionary(file => file, File.ReadAllText);
        var bad = 0;
        foreach (var (file, text) in texts)
        {
            var check = ReportChecker.Check(text);
            bad += check.IsAccepted ? 0 : 1;
            Console.WriteLine($"{file}: {check}");
        }

        var pairs = new SimilarReports().Find(texts);
        Lines(pairs.Select(pair => pair.ToString()));
        return bad + pairs.Count > 0 ? ExitCodes.Failed : ExitCodes.Ok;
    }

    private static int Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Console.WriteLine(line);
        }

        return ExitCodes.Ok;
    }
}
