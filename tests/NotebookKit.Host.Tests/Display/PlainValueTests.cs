using System.Data;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;
using NotebookKit.Host.Display;

namespace NotebookKit.Host.Tests.Display;

/// <summary>What is left as a cell's last line without any thought of its looks: sensible, bounded, and never an exception.</summary>
public sealed class PlainValueTests
{
    public sealed record Person(string Name, int Age);

    public sealed class Node
    {
        public Node? Next { get; set; }

        public int Value { get; } = 3;
    }

    public sealed class Thrower
    {
        public int Bad => Age > 0 ? throw new InvalidOperationException("no") : 0;

        public int Age { get; init; } = 4;
    }

    [Fact]
    public void A_list_of_records_is_a_bounded_table()
    {
        (string? html, string plain) = Forms(Enumerable.Range(0, 100).Select(i => new Person($"<b>{i}", i)).ToList());
        Assert.Contains("and 80 more rows", html);
        Assert.Contains("&lt;b&gt;0", html);
        Assert.Contains("Name", plain);
        Assert.Contains("and 80 more rows", plain);
        Assert.DoesNotContain("<b>20", plain);
    }

    [Fact]
    public void Anonymous_types_and_tuples_are_rows_too()
    {
        Assert.Contains("S", Forms(from i in Enumerable.Range(0, 3) select new { I = i, S = i * i }).Html);
        Assert.Contains("Item2", Forms(new[] { (1, "a"), (2, "b") }).Plain);
        Assert.DoesNotContain("<>f__", Forms(new { A = 1, B = new { C = 2 } }).Plain);
    }

    [Fact]
    public void A_property_that_throws_costs_its_own_cell()
    {
        Assert.Contains("(threw InvalidOperationException)", Forms(new[] { new Thrower(), new Thrower() }).Plain);
        (string? html, string plain) = Forms(new Thrower());
        Assert.Contains("InvalidOperationException: no", plain);
        Assert.InRange(html!.Length, 100, 3_000);
    }

    [Fact]
    public void A_sequence_without_an_end_is_shown_by_its_first_items()
    {
        static IEnumerable<int> Numbers()
        {
            for (int i = 0; ; i++)
            {
                yield return i;
            }
        }

        Assert.Equal("[ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, ... ]", Forms(Numbers()).Plain);
        Assert.Contains("and more rows", Forms(Numbers().Select(i => new Person("x", i))).Html);
        Assert.InRange(Forms(Numbers()).Html?.Length ?? 0, 0, 5_000);
    }

    [Fact]
    public void A_sequence_that_throws_says_so() =>
        Assert.NotEqual("", Forms(Enumerable.Range(0, 3).Select(i => i > 1 ? throw new InvalidOperationException() : i)).Plain);

    [Fact]
    public void Arrays_of_several_axes_are_grids()
    {
        Assert.Equal("int[2, 3]\n     0  1  2\n  0  1  2  3\n  1  4  5  6", Forms(new[,] { { 1, 2, 3 }, { 4, 5, 6 } }).Plain);
        Assert.Contains("double[2, 1, 2]", Forms(new double[2, 1, 2]).Plain);
        Assert.Contains("and 980 more rows and 1,980 more columns", Forms(new double[1000, 2000]).Plain);
    }

    [Fact]
    public void Exceptions_tasks_and_functions_say_what_they_are()
    {
        Assert.Equal("InvalidOperationException: bad <x>\n  caused by ArgumentException: why", OnlyPlain(new InvalidOperationException("bad <x>", new ArgumentException("why"))));
        Assert.Equal("Task<int>, finished; await it to use its result: 5", OnlyPlain(Task.FromResult(5)));
        Assert.Equal("Task, finished", OnlyPlain(Task.CompletedTask));
        Assert.Contains("not finished", OnlyPlain(new TaskCompletionSource<int>().Task));
        Assert.Contains("failed: IOException: gone", OnlyPlain(Task.FromException<int>(new IOException("gone"))));
        Assert.Equal("a function (int x) → bool", OnlyPlain((int x) => x > 0));
    }

    [Fact]
    public void Types_sets_and_small_values_are_a_line()
    {
        Assert.Equal("Dictionary<string, int[]>", OnlyPlain(typeof(Dictionary<string, int[]>)));
        Assert.Equal("abc", OnlyPlain(new StringBuilder("abc")));
        Assert.Equal("1 - 2i", OnlyPlain(new System.Numerics.Complex(1, -2)));
        Assert.Equal("[ 1, 2 ]", Forms(new HashSet<int> { 1, 2 }).Plain);
        Assert.Equal("a\nb", OnlyPlain("a\nb"));
        Assert.Equal("1970-01-01 00:00:00Z", OnlyPlain(DateTime.UnixEpoch));
    }

    [Fact]
    public void A_data_table_is_a_table()
    {
        using DataTable data = new("cars");
        data.Columns.Add("<name>");
        data.Rows.Add("a & b");
        (string? html, string plain) = Forms(data);
        Assert.Contains("&lt;name&gt;", html);
        Assert.Contains("a & b", plain);
    }

    [Fact]
    public void Objects_that_hold_themselves_and_huge_strings_stay_bounded()
    {
        Node node = new();
        node.Next = node;
        Assert.InRange(Forms(node).Html!.Length, 10, 20_000);
        Assert.InRange(Forms(new[] { node, node }).Html!.Length, 10, 20_000);
        string huge = new('x', 10_000_000);
        Assert.InRange(Forms(new[] { new Person(huge, 1) }).Html!.Length, 10, 5_000);
        Assert.InRange(Forms(new List<string> { huge }).Plain.Length, 10, 1_100_000);
    }

    [Fact]
    public void What_a_student_registers_wins()
    {
        Formatter.Register<Mine>(mine => $"mine {mine.Number}", "text/plain");
        Formatter.SetPreferredMimeTypesFor(typeof(Mine), "text/plain");
        Assert.Equal("mine 3", OnlyPlain(new Mine(3)));
        Assert.Contains("mine 3", Forms(new[] { new Mine(3) }).Plain);
    }

    public sealed record Mine(int Number);

    private static string OnlyPlain(object value)
    {
        (string? html, string plain) = Forms(value);
        Assert.Null(html);
        return plain;
    }

    private static (string? Html, string Plain) Forms(object value)
    {
        var bundle = MimeBundle.Of(value);
        return (bundle["text/html"]?.GetValue<string>(), bundle["text/plain"]!.GetValue<string>());
    }
}
