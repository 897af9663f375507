using System.Diagnostics;
using NotebookKit.Checks;

namespace NotebookKit.Tests.Checks;

/// <summary>The engine behind <c>#!check</c>: what it says, and what it survives.</summary>
public class CheckEngineTests
{
    private static CheckResult Run(Action<CheckTest> test, double seconds = 10, IStudentCode? student = null) =>
        new CheckBook().Run(new CheckDefinition("one", test) { Points = 2, TimeLimit = TimeSpan.FromSeconds(seconds) }, student);

    [Fact]
    public void What_holds_passes_and_earns_all_points()
    {
        CheckResult result = Run(t =>
        {
            t.Close(0.1 + 0.2, 0.3);
            t.Close([1.0, 2], [1.0, 2]);
            t.Close(Tensor.Ones([2, 3]), Tensor.Ones([2, 3]));
            t.Rises([1, 2, 3]);
            t.Falls([3.0, 2, 1]);
            t.Raises<ArgumentException>(() => throw new ArgumentException("no"));
            t.Within(5, () => { });
            t.Gradient(x => x.Sigmoid(), Tensor.From([0.5]));
        });
        Assert.True(result.Passed, result.ToString());
        Assert.Equal(2, result.Points);
        Assert.Contains("hold", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_hold_says_what_was_expected_what_came_and_where()
    {
        CheckResult result = Run(t => t.Close(-0.5, 0.5, on: "x = 0", because: "The logistic function of 0 lies in the middle."));
        Assert.Equal(CheckStatus.Failed, result.Status);
        Assert.Equal(0, result.Points);
        Assert.Equal("Expected 0.5 (within 1×10⁻⁶) for x = 0, and got -0.5 (the sign is the other way round). The logistic function of 0 lies in the middle.", result.Message);
    }

    [Fact]
    public void A_tensor_names_the_place_that_differs_most()
    {
        CheckResult result = Run(t => t.Close(Tensor.From([1f, 2, 5, 4]).Reshape(2, 2), Tensor.From([1f, 2.5f, 3, 4]).Reshape(2, 2)));
        Assert.Contains("at [1, 0], and got 5", result.Message, StringComparison.Ordinal);
        Assert.Contains("2 of 4 numbers differ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shape_and_a_kind_of_number_are_named()
    {
        Assert.Contains("expected the shape [3, 2], and got [2, 3]; the count fits", Run(t => t.Shape(Tensor.Ones([2, 3]), new Shape(3, 2))).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Float64, and got Float32", Run(t => t.Kind(Tensor.Ones([2]), DType.Float64)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Which_operations_ran_is_known_however_the_code_is_written()
    {
        Tensor a = Tensor.Ones([2, 2]);
        Assert.True(Run(t => t.Uses("MatMul", () => a.MatMul(a))).Passed);
        Assert.Contains("only these ran", Run(t => t.Uses("MatMul", () => (a * a).Sum())).Message, StringComparison.Ordinal);
        Assert.Contains("without the library's Softmax", Run(t => t.DoesNotUse("Softmax", () => a.Softmax())).Message, StringComparison.Ordinal);
        Assert.True(Run(t => t.Uses("Exp", () => a.Exp())).Passed);
        Assert.True(Run(t => t.Uses("Lstm", () => new NotebookKit.Layers.Lstm(2, 2).Forward(Tensor.Ones([1, 1, 2])))).Passed);
    }

    [Fact]
    public void A_check_that_asks_for_an_operation_that_does_not_exist_is_told_so()
    {
        CheckResult wrong = Run(t => t.DoesNotUse("Convolution", () => { }));
        Assert.False(wrong.Passed);
        Assert.Contains("no operation of the library is called Convolution; there are", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Convolve", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_untouched_exercise_is_not_done_rather_than_wrong()
    {
        Assert.Equal(CheckStatus.NotDone, Run(t => throw new NotImplementedException()).Status);
        CheckResult missing = Run(t => t.Student<double>("slope"), student: new Nothing());
        Assert.Equal(CheckStatus.NotDone, missing.Status);
        Assert.Contains("slope does not exist yet", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_student_throws_is_told_with_the_students_own_frames()
    {
        CheckResult result = Run(t => StudentsOwn(0));
        Assert.Contains("DivideByZeroException", result.Message, StringComparison.Ordinal);
        Assert.Contains(result.Detail, line => line.Contains(nameof(StudentsOwn), StringComparison.Ordinal));
        Assert.DoesNotContain(result.Detail, line => line.Contains("CheckRunner", StringComparison.Ordinal) || line.Contains("lambda", StringComparison.Ordinal));
    }

    [Fact]
    public void Endless_code_ends_with_the_time_limit()
    {
        bool go = true;
        long start = Stopwatch.GetTimestamp();
        CheckResult result = Run(
            t =>
            {
                while (Volatile.Read(ref go))
                {
                    Thread.Sleep(1);
                }
            },
            seconds: 0.2);
        Volatile.Write(ref go, false);
        Assert.Equal(CheckStatus.Failed, result.Status);
        Assert.Contains("No answer within 0.2 s", result.Message, StringComparison.Ordinal);
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Endless_work_in_the_library_is_stopped()
    {
        bool stopped = false;
        CheckResult result = Run(
            t =>
            {
                try
                {
                    while (true)
                    {
                        Tensor.Ones([1000]).Exp();
                    }
                }
                finally
                {
                    Volatile.Write(ref stopped, true);
                }
            },
            seconds: 0.2);
        Assert.Equal(CheckStatus.Failed, result.Status);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref stopped), TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Huge_and_hostile_values_stay_short()
    {
        CheckResult huge = Run(t => t.Equal(new string('x', 10_000_000), "y"));
        Assert.True(huge.Message.Length < 1000);
        CheckResult endless = Run(t => t.Close(Endless(), [1.0, 1]));
        Assert.Contains("and got more", endless.Message, StringComparison.Ordinal);
        CheckResult throwing = Run(t => t.Equal<object>(new Throwing(), 1));
        Assert.Contains("its ToString throws", throwing.Message, StringComparison.Ordinal);
        CheckResult unreadable = Run(t => throw new Unreadable());
        Assert.Contains("cannot be read", unreadable.Message, StringComparison.Ordinal);
        Assert.True(Run(t => throw new InvalidOperationException(new string('z', 10_000_000))).Message.Length < 5000);
    }

    [Fact]
    public void The_students_random_numbers_are_untouched_and_the_checks_are_the_same_each_time()
    {
        List<double> drawn = [];
        using (Rng.Seeded(7))
        {
            double expected = new Rng(7).NextDouble();
            for (int i = 0; i < 2; i++)
            {
                Run(t =>
                {
                    drawn.Add(Rng.Current.NextDouble());
                    Rng.Seed(99);
                });
            }

            Assert.Equal(expected, Rng.Current.NextDouble());
        }

        Assert.Equal(drawn[0], drawn[1]);
    }

    [Fact]
    public void A_caller_who_gives_up_is_obeyed()
    {
        using CancellationTokenSource stop = new();
        stop.CancelAfter(100);
        Assert.ThrowsAny<OperationCanceledException>(() => new CheckBook().Run(new CheckDefinition("one", t => t.Cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(30))), null, stop.Token));
    }

    [Fact]
    public void The_book_knows_where_every_check_stands()
    {
        CheckBook book = new();
        book.Add(new CheckDefinition("a", t => { }) { Points = 3 });
        book.Add(new CheckDefinition("b", t => t.That(false, "no")));
        book.Add(new CheckDefinition("c", t => { }));
        book.Run(book.Find("A")!);
        book.Run(book.Find("b")!);
        CheckOverview overview = book.Overview();
        Assert.Equal("1 of 3 checks passed, 3 of 5 points", overview.Progress);
        Assert.Equal([CheckStatus.Passed, CheckStatus.Failed, null], overview.Checks.Select(check => check.Status));
        book.Add(new CheckDefinition("a", t => t.That(false, "anew")));
        Assert.Equal(3, book.Checks.Count);
    }

    [Fact]
    public void Marked_classes_of_an_assembly_are_found_once()
    {
        Marked.Calls = 0;
        CheckBook book = new();
        book.Discover([typeof(Marked).Assembly]);
        book.Discover([typeof(Marked).Assembly]);
        Assert.Equal(1, Marked.Calls);
        Assert.NotNull(CheckBook.Session.Find("marked-class"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("<b>")]
    public void A_name_that_cannot_be_written_after_the_command_is_refused(string name) =>
        Assert.Contains("Check.Define", Assert.Throws<ArgumentException>(() => Check.Define(name, t => { })).Message, StringComparison.Ordinal);

    private static int StudentsOwn(int by) => 1 / by;

    private static IEnumerable<double> Endless()
    {
        while (true)
        {
            yield return 1;
        }
    }

    private sealed class Nothing : IStudentCode
    {
        public object? Evaluate(string expression) => throw new MissingMemberException("no such name");
    }

    private sealed class Throwing
    {
        public override string ToString() => throw new InvalidOperationException("never");
    }

    private sealed class Unreadable : Exception
    {
        public override string Message => throw new InvalidOperationException("never");
    }
}

/// <summary>A class of checks as a course's library has it.</summary>
[CheckSet]
public static class Marked
{
    /// <summary>How often it was asked.</summary>
    public static int Calls { get; set; }

    /// <summary>Defines one.</summary>
    public static void Define()
    {
        Calls++;
        Check.Define("marked-class", test: t => t.That(true, "holds"));
    }
}
