using NotebookKit.Data;

namespace NotebookKit.Tests.Data;

public class SequenceSetTests
{
    private static readonly DataFinder Finder = RealData.Finder;

    private static void AssertSeries(SeriesArrays series, Origin origin, int steps, int columns, string first, string last)
    {
        Assert.Equal((steps, columns, steps), (series.Steps, series.Columns, origin.Samples));
        Assert.Equal(steps * columns, series.Values.Length);
        Assert.Equal((DateOnly.Parse(first), DateOnly.Parse(last)), (series.Dates[0], series.Dates[^1]));
    }

    [Fact]
    public void Airline_passengers_are_known()
    {
        var (series, origin) = AirlinePassengersLoader.Load(Finder);

        AssertSeries(series, origin, 144, 1, "1949-01-01", "1960-12-01");
        Assert.Equal((112.0, 432.0, 622.0), (series.Values[0], series.Values[^1], series.Values.Max()));
    }

    [Fact]
    public void Co2_by_month_has_the_measured_and_the_adjusted_value()
    {
        var (series, origin) = Co2Loader.Load(Finder);

        AssertSeries(series, origin, 741, 2, "1958-03-01", "2020-04-01");
        Assert.Equal([315.70, 314.44, 317.46, 315.16], series.Values[..4]);
    }

    [Fact]
    public void Co2_by_week_keeps_missing_weeks_as_NaN()
    {
        var (series, origin) = Co2WeeklyLoader.Load(Finder);

        AssertSeries(series, origin, 2284, 1, "1958-03-29", "2001-12-29");
        Assert.Equal(59, series.Values.Count(double.IsNaN));
    }

    [Fact]
    public void Sunspots_are_known()
    {
        var (months, monthOrigin) = SunspotsLoader.Load(Finder);
        var (years, yearOrigin) = SunspotsYearlyLoader.Load(Finder);

        AssertSeries(months, monthOrigin, 3177, 1, "1749-01-01", "2013-09-01");
        AssertSeries(years, yearOrigin, 309, 1, "1700-01-01", "2008-01-01");
        Assert.Equal((58.0, 5.0, 190.2), (months.Values[0], years.Values[0], years.Values.Max()));
    }

    [Fact]
    public void Seattle_weather_has_four_measurements_and_a_category()
    {
        var (series, origin) = SeattleWeatherLoader.Load(Finder);

        AssertSeries(series, origin, 1461, 5, "2012-01-01", "2015-12-31");
        Assert.Equal([0.0, 12.8, 5.0, 4.7, 0], series.Values[..5]);
        var rain = Array.IndexOf(series.Categories["weather"], "rain");
        Assert.Equal(641, Enumerable.Range(0, series.Steps).Count(step => series.Values[(step * 5) + 4] == rain));
    }

    [Fact]
    public void Texts_and_names_are_known()
    {
        var (novel, novelOrigin) = MobyDickLoader.Load(Finder);
        var (female, male, nameOrigin) = FirstNamesLoader.Load(Finder);

        Assert.Equal((1_190_317, 1_190_317, 83), (novel.Length, novelOrigin.Samples, novel.Distinct().Count()));
        Assert.Contains("Call me Ishmael.", novel);
        Assert.Equal((4951, 3898, 8849), (female.Length, male.Length, nameOrigin.Samples));
        Assert.Equal(("Aaren", "Zolly"), (female[0], male[^1]));
    }

    [Fact]
    public void Dates_that_do_not_ascend_are_refused()
    {
        var error = Assert.Throws<InvalidDataException>(
            () => SeriesTable.Read(RealData.Text("d,x\n2001,1\n2000,2\n"), "yyyy", ["d", "x"], ["x"]));

        Assert.Equal("t, line 3, field 1 (d): expected a date after 2001, found \"2000\"", error.Message);
    }

    [Fact]
    public void An_unknown_weather_is_named_with_its_line()
    {
        var error = Assert.Throws<InvalidDataException>(() => SeattleWeatherLoader.Read(
            RealData.Text("date,precipitation,temp_max,temp_min,wind,weather\n2012-01-01,0,1,2,3,hail\n")));

        Assert.Equal("t, line 2, field 6 (weather): expected one of drizzle, fog, rain, snow, sun, found \"hail\"", error.Message);
    }
}
