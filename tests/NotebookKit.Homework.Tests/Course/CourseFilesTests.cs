using NotebookKit.Homework.Course;

namespace NotebookKit.Homework.Tests.Course;

/// <summary>Rules and records are files that a lecturer edits; what is wrong in them is named with its mend.</summary>
public sealed class CourseFilesTests
{
    [Fact]
    public void Rules_come_back_as_they_were_and_keep_defaults_for_what_a_file_leaves_out()
    {
        using var folder = new CourseFolder();
        var rules = new CourseRules { QuizPass = 0.55m, SecondCase = SecondOfferCase.ResultFour, ReportTime = new(6, 30) };
        rules.Save(folder.File("rules.json"));
        Assert.Equal(rules, CourseRules.Load(folder.File("rules.json")));
        var few = CourseRules.Load(folder.Write("few.json", "{ \"quizPass\": 0.7, /* by vote */ \"penalty\": \"subtractive\", }"));
        Assert.Equal(new CourseRules { QuizPass = 0.7m, Penalty = PenaltyReading.Subtractive }, few);
    }

    [Theory]
    [InlineData("{ \"quizPass\": 60 }", "`quizPass` is 60, and it is a share from 0 to 1: write 0.6 for 60 %")]
    [InlineData("{ \"quizpas\": 0.6 }", "quizpas")]
    [InlineData("{ \"quizOffer\": 0.5 }", "`quizOffer` is 0.5, and it may not be below quizPass")]
    [InlineData("{ \"timeZone\": \"Budapest\" }", "`timeZone` is Budapest")]
    [InlineData("{ \"teamSize\": 0 }", "`teamSize` is 0")]
    [InlineData("{ \"penalty\": 1 }", "rules.json, line 1")]
    [InlineData("{ \"quizPass\": ", "rules.json, line 1")]
    [InlineData("null", "null")]
    public void A_wrong_rule_is_named(string json, string message)
    {
        using var folder = new CourseFolder();
        var error = Assert.Throws<InvalidDataException>(() => CourseRules.Load(folder.Write("rules.json", json)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("rules.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_come_back_as_they_were()
    {
        using var folder = new CourseFolder();
        StudentRecord[] records = [new("Ada") { Quizzes = [new(7.5m, 10)], Attended = 3, Sessions = 4, PaperTest = new(51, 100), Project = ProjectState.Acceptable, Score = 88.5m }, new("Bob") { IsTalent = true }];
        StudentRecord.Save(folder.File("records.json"), records);
        var back = StudentRecord.Load(folder.File("records.json"));
        Assert.Equal(2, back.Count);
        Assert.Equal(new Points(7.5m, 10), back[0].Quiz);
        Assert.Equal(Standing.Of(records[0]).ToString(), Standing.Of(back[0]).ToString());
    }

    [Theory]
    [InlineData("[{\"student\": \"Ada\"}, {\"student\": \"Ada\"}]", "Ada stands in the list 2 times")]
    [InlineData("[{\"student\": \"Ada\", \"attended\": 5, \"sessions\": 4}]", "Ada attended 5 of 4")]
    [InlineData("[{\"student\": \"Ada\", \"reportsAccepted\": 1}]", "1 accepted reports of 0 due")]
    [InlineData("[{\"student\": \"Ada\", \"score\": 101}]", "the score 101")]
    [InlineData("[{\"student\": \" \"}]", "has no student")]
    [InlineData("[{}]", "student")]
    [InlineData("{\"student\": \"Ada\"}", "line 1: a list in square brackets is wanted at $.")]
    [InlineData("[{\"student\": \"Ada\", \"atended\": 5}]", "the name `atended` is not known here.")]
    [InlineData("[{\"student\": \"Ada\", \"attended\": \"five\"}]", "the value at $[0].attended is of another kind than it should be.")]
    public void A_wrong_record_is_named(string json, string message)
    {
        using var folder = new CourseFolder();
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => StudentRecord.Load(folder.Write("r.json", json))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("nowhere.json", Assert.Throws<FileNotFoundException>(() => CourseRules.Load("nowhere.json")).Message, StringComparison.Ordinal);
}
