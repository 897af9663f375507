using Microsoft.Data.Analysis;
using Xunit.Abstractions;

namespace NotebookKit.DataAnalysis.Tests;

/// <summary>Tables become tensors and come back, and what is missing is never silently a number.</summary>
public class FrameTensorTests(ITestOutputHelper output)
{
    [Fact]
    public void The_library_under_test_is_the_genuine_one_and_says_its_version()
    {
        System.Reflection.AssemblyName name = typeof(DataFrame).Assembly.GetName();
        output.WriteLine($"{name.Name} {name.Version}");
        Assert.Equal("Microsoft.Data.Analysis", name.Name);
        Assert.True(name.Version >= new Version(0, 22), $"{name.Version}");
    }

    // Proof by the slow way: the table's own indexer, value by value.
    [Theory]
    [InlineData(DType.Float32, 0)]
    [InlineData(DType.Float32, 1)]
    [InlineData(DType.Float32, 777)]
    [InlineData(DType.Float64, 777)]
    public void A_tensor_of_all_kinds_of_columns_holds_what_the_tables_own_indexer_says(DType dtype, int rows)
    {
        DataFrame frame = Frames.EveryKind(new Rng(1), rows, gaps: false);
        Tensor tensor = frame.ToTensor(dtype: dtype);
        Assert.Equal(new Shape(rows, 12), tensor.Shape);
        double[] values = tensor.ToArray<double>();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < 12; column++)
            {
                double slow = Convert.ToDouble(frame[row, column]);
                Assert.Equal(dtype == DType.Float32 ? (float)slow : slow, values[(row * 12) + column]);
            }
        }
    }

    [Fact]
    public void Gaps_are_filled_dropped_or_made_NaN_exactly_where_the_tables_own_indexer_says_null()
    {
        DataFrame frame = Frames.EveryKind(new Rng(2), 500, gaps: true);
        int columns = frame.Columns.Count;
        double[] filled = frame.ToTensor(missing: Missing.Fill(-7), dtype: DType.Float64).ToArray<double>();
        double[] nan = frame.ToTensor(missing: Missing.AsNaN, dtype: DType.Float64).ToArray<double>();
        double[] mean = frame.ToTensor(missing: Missing.Mean, dtype: DType.Float64).ToArray<double>();
        int gaps = 0;
        for (int column = 0; column < columns; column++)
        {
            double expected = Enumerable.Range(0, 500).Select(row => frame[row, column]).Where(value => value is not null).Average(Convert.ToDouble);
            for (int row = 0; row < 500; row++)
            {
                int place = (row * columns) + column;
                object? value = frame[row, column];
                gaps += value is null ? 1 : 0;
                Assert.Equal(value is null ? -7 : Convert.ToDouble(value), filled[place]);
                Assert.Equal(value is null ? double.NaN : Convert.ToDouble(value), nan[place]);
                Assert.Equal(value is null ? expected : Convert.ToDouble(value), mean[place], 1e-9 * Math.Max(1, Math.Abs(expected)));
            }
        }

        Assert.InRange(gaps, 800, 1600);
        int[] whole = [.. Enumerable.Range(0, 500).Where(row => frame.Rows[row].All(value => value is not null))];
        double[] dropped = frame.ToTensor(missing: Missing.Drop, dtype: DType.Float64).ToArray<double>();
        Assert.Equal(whole.SelectMany(row => frame.Rows[row].Select(Convert.ToDouble)), dropped);
        Assert.InRange(whole.Length, 10, 100);
    }

    // The indexer boxes each value, a buffer none: that shows which of the two was used. What it gains is said in the output, for time is no proof.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Columns_are_read_by_their_buffers_with_no_object_a_value_where_the_indexer_makes_one(bool gaps)
    {
        const int Rows = 10_000;
        DataFrame frame = Frames.EveryKind(new Rng(6), Rows, gaps);
        long values = (long)Rows * frame.Columns.Count;
        double sum = 0;
        (double buffers, long few) = Best(() => sum = frame.ToTensor(dtype: DType.Float64, missing: Missing.Fill(0)).Sum().Item());
        double slowSum = 0;
        (double indexer, long many) = Best(() =>
        {
            double[] table = new double[values];
            int place = 0;
            for (int row = 0; row < Rows; row++)
            {
                foreach (DataFrameColumn column in frame.Columns)
                {
                    table[place++] = column[row] is { } value ? Convert.ToDouble(value) : 0;
                }
            }

            slowSum = table.Sum();
        });
        Assert.Equal(slowSum, sum, 1e-9 * Math.Abs(slowSum));

        // The tensor itself takes 8 bytes a value, and who misses what a byte.
        Assert.InRange(few, 0, 10 * values);
        Assert.True(many > 24 * values, $"the indexer allocated {many:N0} bytes for {values:N0} values");
        output.WriteLine($"{values:N0} values: buffers {1e9 * buffers / values:F1} ns and {(double)few / values:F1} bytes a value, indexer {1e9 * indexer / values:F1} ns and {(double)many / values:F1} bytes, {indexer / buffers:F1} times as long");
    }

    [Fact]
    public void A_missing_value_is_an_error_that_names_the_column_and_the_first_row_unless_the_caller_chooses()
    {
        ArgumentException one = Assert.Throws<ArgumentException>(() => Frames.Animals().ToTensor(["legs", "weight"]));
        Assert.Contains("column 'weight' lacks a value in row 2", one.Message, StringComparison.Ordinal);
        Assert.Contains("Missing.Drop", one.Message, StringComparison.Ordinal);
        DataFrame many = new(new DoubleDataFrameColumn("x", new double?[] { 1, null, null }));
        Assert.Contains("column 'x' lacks 2 of 3 values, the first in row 1", Assert.Throws<ArgumentException>(() => many.ToTensor()).Message, StringComparison.Ordinal);
        Assert.Equal([4.5f, 20, 0.25f, 30, 5], Frames.Animals().ToTensor(["weight"], missing: Missing.Drop).ToArray<float>());
    }

    [Fact]
    public void A_column_keeps_its_own_kind_of_number()
    {
        DataFrame frame = Frames.EveryKind(new Rng(3), 20, gaps: false);
        DType[] kinds = [.. frame.Columns.Select(column => column.ToTensor().DType)];
        Assert.Equal(
            [DType.Float32, DType.Float64, DType.Int64, DType.Int64, DType.UInt8, DType.Int64, DType.Int64, DType.Int64, DType.Int64, DType.Int64, DType.Float64, DType.Bool],
            kinds);
        Assert.Equal(frame.Columns["bool"].Cast<bool?>().Select(value => value == true), frame.Columns["bool"].ToTensor().ToArray<bool>());
        Assert.Equal(new Shape(20), frame.Columns["int"].ToTensor().Shape);
    }

    [Fact]
    public void Whole_numbers_that_a_CSV_file_gave_as_floats_become_Int64_and_a_broken_one_is_told()
    {
        DataFrame frame = DataFrame.LoadCsvFromString("n,x\n1,0.5\n2,1.5\n3,2");
        Assert.Equal(typeof(float), frame.Columns["n"].DataType);
        Assert.Equal([1L, 2, 3], frame.Columns["n"].ToTensor(DType.Int64).ToArray<long>());
        ArgumentException broken = Assert.Throws<ArgumentException>(() => frame.ToTensor(["n", "x"], DType.Int64));
        Assert.Contains("column 'x' holds 0.5 in row 0, which is no whole number of 64 bits", broken.Message, StringComparison.Ordinal);
        ArgumentException large = Assert.Throws<ArgumentException>(() => new DataFrame(new Int32DataFrameColumn("n", [1, 256])).ToTensor(dtype: DType.UInt8));
        Assert.Contains("256 in row 1", large.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 255", large.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text", "column 'kind' holds String")]
    [InlineData("name", "did you mean 'weight'?")]
    [InlineData("nowhere", "it has 'kind', 'weight', 'legs', 'tame'")]
    [InlineData("bool", "column 'legs' holds Int32, which is neither true nor false")]
    [InlineData("fraction", "does not fit a tensor of Int64")]
    public void Wrong_use_is_told_with_the_columns_name(string use, string words)
    {
        DataFrame frame = Frames.Animals();
        ArgumentException told = Assert.Throws<ArgumentException>(() => _ = use switch
        {
            "text" => frame.ToTensor(missing: Missing.Drop),
            "name" => frame.ToTensor(["Weight "]),
            "nowhere" => frame.ToTensor(["height"]),
            "bool" => frame.ToTensor(["legs"], DType.Bool),
            _ => frame.ToTensor(["weight"], DType.Int64, Missing.Fill(0.5)),
        });
        Assert.Contains(words, told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_each_kind_comes_back_the_same_from_a_data_frame()
    {
        Rng rng = new(4);
        Tensor numbers = Tensor.Normal(new Shape(7, 3), rng: rng);
        foreach (DType dtype in new[] { DType.Float32, DType.Float64, DType.Int64, DType.UInt8, DType.Bool })
        {
            Tensor there = (numbers * numbers * 10).To(DType.Int64).To(dtype);
            DataFrame frame = there.ToDataFrame("a", "b", "c");
            Assert.Equal(["a", "b", "c"], frame.Columns.Select(column => column.Name));
            Tensor back = frame.ToTensor(dtype: dtype);
            Assert.Equal(there.Shape, back.Shape);
            Assert.Equal(dtype, frame.Columns[1].ToTensor().DType);
            Assert.Equal(there.To(DType.Float64).ToArray<double>(), back.To(DType.Float64).ToArray<double>());
        }

        // A view that is not contiguous, and a row of numbers.
        Assert.Equal(numbers.Transpose().ToArray<float>(), numbers.Transpose().ToDataFrame().ToTensor().ToArray<float>());
        Assert.Equal("0", Assert.Single(Tensor.From([1f, 2]).ToDataFrame().Columns).Name);
    }

    [Fact]
    public void A_tensor_that_is_no_table_or_has_other_names_is_refused()
    {
        Assert.Contains("Reshape it to [rows, columns]", Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(2, 3, 4)).ToDataFrame()).Message, StringComparison.Ordinal);
        Assert.Contains("has 3 columns, and 2 names", Assert.Throws<ArgumentException>(() => Tensor.Zeros(new Shape(2, 3)).ToDataFrame("a", "b")).Message, StringComparison.Ordinal);
    }

    // Seconds and bytes, the least of some runs.
    private static (double Seconds, long Bytes) Best(Action run)
    {
        run();
        double seconds = double.PositiveInfinity;
        long bytes = long.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            System.Diagnostics.Stopwatch clock = System.Diagnostics.Stopwatch.StartNew();
            run();
            seconds = Math.Min(seconds, clock.Elapsed.TotalSeconds);
            bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (seconds, bytes);
    }
}
