using System.Text.Json.Nodes;
using NotebookKit.Checks;
using NotebookKit.Host.Display;
using NotebookKit.Host.Documents;
using NotebookKit.Host.Masters;

namespace NotebookKit.Host.Tests.Magics;

/// <summary>Checks and hints in a real session, as a student meets them.</summary>
public sealed class CheckCommandTests
{
    private const string Checks = """
        NotebookKit.Checks.Check.Define("square-it", points: 2, title: "Square a number", hints: ["What is 3 times 3?", "Multiply x by itself."],
            test: t =>
            {
                var square = t.Student<Func<double, double>>("SquareIt");
                t.Close(square(3), 9, on: "x = 3");
            });
        """;

    private readonly SessionHost host = new();

    [Fact]
    public async Task A_check_follows_the_student_from_nothing_to_right()
    {
        await host.BeginAsync(Checks);
        Assert.Equal(CheckStatus.NotDone, await StatusAsync());
        await host.BeginAsync("double SquareIt(double x) => throw new NotImplementedException();");
        Assert.Equal(CheckStatus.NotDone, await StatusAsync());
        await host.BeginAsync("double SquareIt(double x) => x + x;");
        Assert.Equal(CheckStatus.Failed, await StatusAsync());
        Assert.Contains("Expected 9 (within 1×10⁻⁶) for x = 3, and got 6.", host.Text, StringComparison.Ordinal);
        await host.BeginAsync("double SquareIt(double x) { int[] a = []; return a[3]; }");
        Assert.Equal(CheckStatus.Failed, await StatusAsync());
        Assert.Contains("IndexOutOfRangeException", host.Text, StringComparison.Ordinal);
        Assert.Contains("in SquareIt", host.Text, StringComparison.Ordinal);
        await host.BeginAsync("string SquareIt = \"no function\";");
        Assert.Equal(CheckStatus.Failed, await StatusAsync());
        await host.BeginAsync("double SquareIt(double x) => x * x;");
        Assert.Equal(CheckStatus.Passed, await StatusAsync());
        Assert.Contains("square-it, 2 points: passed", await host.RunAsync("check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_code_in_a_check_leaves_no_thread_behind()
    {
        await host.BeginAsync("int turns = 0;\ndouble SquareIt(double x) { while (true) { turns++; } }\nNotebookKit.Checks.Check.Define(\"endless\", seconds: 0.3, test: t => t.Student<Func<double, double>>(\"SquareIt\")(3));");
        await host.RunAsync("check endless");
        Assert.Contains("No answer within 0.3 s", host.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("still runs in the background", host.Text, StringComparison.Ordinal);

        // And the guards are at rest again.
        Assert.Equal(1000, await host.EvaluateAsync("var n = 0; while (n < 1000) { n++; }\nn", CancellationToken.None));
    }

    [Fact]
    public async Task A_class_named_Check_in_a_cell_changes_nothing_for_a_file_of_checks()
    {
        string file = Path.Combine(Environment.CurrentDirectory, $"{Guid.NewGuid():N}.checks.cs");
        await host.BeginAsync("public static class Check { public static void Define(string name, Action<object> test) => throw new Exception(\"mine\"); }\nint answer = 42;");
        await File.WriteAllTextAsync(file, "Check.Define(\"from-a-file\", test: t => t.Equal(t.Student<int>(\"answer\"), 42));");
        try
        {
            await host.RunAsync("check from-a-file");
            Assert.True(((NotebookKit.Checks.CheckResult)host.Shown[0]!).Passed, host.Text);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Hints_come_step_by_step()
    {
        await host.BeginAsync(Checks.Replace("square-it", "hinted", StringComparison.Ordinal));
        string first = await host.RunAsync("hint hinted 1");
        Assert.Contains("What is 3 times 3?", first, StringComparison.Ordinal);
        Assert.DoesNotContain("itself", first, StringComparison.Ordinal);
        Assert.Contains("itself", await host.RunAsync("hint hinted"), StringComparison.Ordinal);
        Assert.Contains("hints 1 to 2", await host.WrongAsync("hint hinted 3"), StringComparison.Ordinal);
        Assert.Contains("did you mean hinted?", await host.WrongAsync("hint hintd"), StringComparison.Ordinal);
        Assert.Contains("name of the check is missing", await host.WrongAsync("hint"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_is_escaped_and_says_without_colour_what_it_means()
    {
        NotebookKit.Checks.CheckResult result = new CheckBook().Run(new CheckDefinition("x", t => t.Equal("<script>alert(1)</script>", "safe")) { Title = "<b>bold</b>", Hints = ["one"] });
        string html = (string)MimeBundle.Of(result)["text/html"]!;
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold", html, StringComparison.Ordinal);
        Assert.Contains("not yet right", html, StringComparison.Ordinal);
        Assert.Contains("#!hint x", html, StringComparison.Ordinal);
        Assert.Contains("not yet right", (string)MimeBundle.Of(result)["text/plain"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_result_is_among_the_outputs_for_programs_to_read(bool isRight)
    {
        NotebookKit.Checks.CheckResult result = new CheckBook().Run(new CheckDefinition("square-it", t => t.That(isRight, "3 times 3 is \"9\".")) { Points = 2, Success = "Squared." });
        NotebookCell cell = NotebookCell.Code("#!check square-it");
        cell.Outputs.Add(new JsonObject { ["output_type"] = "display_data", ["data"] = MimeBundle.Of(result), ["metadata"] = new JsonObject() });
        NotebookDocument notebook = NotebookDocument.Empty();
        notebook.Add(cell);
        Assert.Equal(
            new NotebookKit.Host.Masters.CheckResult("square-it", isRight, isRight ? 2 : 0, isRight ? "Squared." : "3 times 3 is \"9\"."),
            Assert.Single(CheckResults.Read(notebook)));
    }

    private async Task<CheckStatus> StatusAsync()
    {
        await host.RunAsync("check square-it");
        return ((NotebookKit.Checks.CheckResult)host.Shown[0]!).Status;
    }
}
