using NotebookKit.Data;

namespace NotebookKit.Tests.Data;

public class TableSetTests
{
    private static readonly DataFinder Finder = RealData.Finder;

    private static void AssertShape(TableArrays table, Origin origin, int rows, int columns, int classes)
    {
        Assert.Equal((rows, columns, rows), (table.Rows, table.Columns, origin.Samples));
        Assert.Equal(rows * columns, table.Values.Length);
        Assert.Equal(rows, table.Targets.Length);
        Assert.Equal(columns, table.FeatureNames.Distinct().Count());
        Assert.Equal(classes, table.ClassNames.Length);
        Assert.Equal(classes > 0, table.IsClassification);
        Assert.All(table.Categories.Keys, name => Assert.Contains(name, table.FeatureNames));
    }

    private static int[] Counts(TableArrays table) =>
        [.. Enumerable.Range(0, table.ClassNames.Length).Select(c => table.Targets.Count(target => target == c))];

    private static double[] Column(TableArrays table, string name)
    {
        var column = Array.IndexOf(table.FeatureNames, name);
        return [.. Enumerable.Range(0, table.Rows).Select(row => table.Row(row)[column])];
    }

    [Fact]
    public void Iris_is_known()
    {
        var (table, origin) = IrisLoader.Load(Finder);

        AssertShape(table, origin, 150, 4, 3);
        Assert.Equal([5.1, 3.5, 1.4, 0.2], table.Row(0).ToArray());
        Assert.Equal([5.9, 3.0, 5.1, 1.8], table.Row(149).ToArray());
        Assert.Equal([50, 50, 50], Counts(table));
        Assert.Equal(["setosa", "versicolor", "virginica"], table.ClassNames);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Row(150).Length);
    }

    [Fact]
    public void Wine_is_known()
    {
        var (table, origin) = WineLoader.Load(Finder);

        AssertShape(table, origin, 178, 13, 3);
        Assert.Equal([59, 71, 48], Counts(table));
        Assert.Equal((14.23, 1065.0), (table.Row(0)[0], table.Row(0)[12]));
    }

    [Fact]
    public void Breast_cancer_is_known()
    {
        var (table, origin) = BreastCancerLoader.Load(Finder);

        AssertShape(table, origin, 569, 30, 2);
        Assert.Equal([212, 357], Counts(table));
        Assert.Equal((17.99, 0.1189), (Column(table, "mean radius")[0], Column(table, "worst fractal dimension")[0]));
    }

    [Fact]
    public void Diabetes_is_known()
    {
        var (table, origin) = DiabetesLoader.Load(Finder);

        AssertShape(table, origin, 442, 10, 0);
        Assert.Equal([59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.8598, 87], table.Row(0).ToArray());
        Assert.Equal([151, 75, 141], table.Targets[..3]);
        Assert.Equal(152.13, table.Targets.Average(), 2);
    }

    [Fact]
    public void Digits_are_known()
    {
        var (table, origin) = DigitsLoader.Load(Finder);

        AssertShape(table, origin, 1797, 64, 10);
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], Counts(table));
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0], table.Row(0)[..8].ToArray());
        Assert.Equal((0.0, 16.0), (table.Values.Min(), table.Values.Max()));
    }

    [Fact]
    public void Auto_mpg_keeps_missing_values_as_NaN()
    {
        var (table, origin) = AutoMpgLoader.Load(Finder);

        AssertShape(table, origin, 406, 7, 0);
        Assert.Equal([8, 307, 130, 3504, 12, 1970, 0], table.Row(0).ToArray());
        Assert.Equal("chevrolet chevelle malibu", table.RowNames[0]);
        Assert.Equal(8, table.Targets.Count(double.IsNaN));
        Assert.Equal(6, Column(table, "horsepower").Count(double.IsNaN));
        Assert.Equal(6, table.Values.Count(double.IsNaN));
        Assert.Equal(["USA", "Europe", "Japan"], table.Categories["origin"]);
        Assert.Equal([254, 73, 79], Enumerable.Range(0, 3).Select(c => Column(table, "origin").Count(value => value == c)));
    }

    [Fact]
    public void Penguins_keep_missing_values_as_NaN_the_dot_among_them()
    {
        var (table, origin) = PenguinsLoader.Load(Finder);

        AssertShape(table, origin, 344, 6, 3);
        Assert.Equal([152, 68, 124], Counts(table));
        Assert.Equal([39.1, 18.7, 181, 3750, 2, 1], table.Row(0).ToArray());
        Assert.Equal(2, Column(table, "body mass (g)").Count(double.IsNaN));
        Assert.Equal(11, Column(table, "sex").Count(double.IsNaN));
        Assert.Equal((4 * 2) + 11, table.Values.Count(double.IsNaN));
    }

    [Fact]
    public void California_housing_puts_the_category_last_and_keeps_missing_bedrooms_as_NaN()
    {
        var table = CaliforniaHousingLoader.Read(RealData.Text("""
            longitude,latitude,housing_median_age,total_rooms,total_bedrooms,population,households,median_income,median_house_value,ocean_proximity
            -122.23,37.88,41.0,880.0,129.0,322.0,126.0,8.3252,452600.0,NEAR BAY
            -122.16,37.77,47.0,1256.0,,570.0,218.0,4.375,161900.0,<1H OCEAN

            """));

        Assert.Equal([-122.23, 37.88, 41, 880, 129, 322, 126, 8.3252, 3], table.Row(0).ToArray());
        Assert.Equal([452600, 161900], table.Targets);
        Assert.True(double.IsNaN(table.Row(1)[4]));
    }

    [Theory]
    [InlineData("2,4,a,b\n1,2,3,4,0\n", "t: expected 2 rows, found 1")]
    [InlineData("1,4,a,b\n1,2,3,0\n", "t, line 2: expected 5 fields, found 4")]
    [InlineData("1,4,a,b\n1,2,3,4,2\n", "t, line 2, field 5 (class): expected a whole number from 0 to 1, found \"2\"")]
    [InlineData("1,4,a,b\n1,?,3,4,0\n", "t, line 2, field 2 (x2): expected a number, found \"?\"")]
    [InlineData("1,3,a,b\n1,2,3,0\n", "t, line 1: expected rows, 4 columns and the class names")]
    [InlineData("", "t: expected 0 rows, found 0")]
    public void A_damaged_table_is_named_with_line_and_field(string text, string complaint)
    {
        var error = Assert.Throws<InvalidDataException>(() => HeadedTable.Read(RealData.Text(text), "x1", "x2", "x3", "x4"));

        Assert.StartsWith(complaint, error.Message);
    }

    [Fact]
    public void Diabetes_files_of_different_length_are_refused()
    {
        var error = Assert.Throws<InvalidDataException>(
            () => DiabetesLoader.Read(RealData.Text("1 2 3 4 5 6 7 8 9 10\n", "x"), RealData.Text("1\n2\n", "y")));

        Assert.Equal("y: expected 1 rows as in x, found 2", error.Message);
    }
}
