// One EM iteration of Armadillo's gmm_full or gmm_diag, timed on request; the protocol is that of kernel_peer.py, the
// file that of case_file.py.
#include <armadillo>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

using arma::uword;

namespace {

struct Case {
  bool full;
  uword d, k, n;
  std::vector<double> numbers;
  double* at(uword offset) { return numbers.data() + 4 + offset; }
};

Case read(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  Case c;
  c.numbers.resize(static_cast<std::size_t>(file.tellg()) / sizeof(double));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(c.numbers.data()), c.numbers.size() * sizeof(double));
  c.full = c.numbers[0] != 0;
  c.d = c.numbers[1];
  c.k = c.numbers[2];
  c.n = c.numbers[3];
  return c;
}

double processor_seconds() {
  timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + 1e-9 * time.tv_nsec;
}

struct Parameters {
  arma::rowvec weights;
  arma::mat means, variances, points;
  arma::cube covariances;
};

Parameters parameters_of(Case& c) {
  const uword entries = c.full ? c.d * c.d : c.d;
  Parameters p;
  double* covariances = c.at(c.k + c.k * c.d);
  p.weights = arma::rowvec(c.at(0), c.k);
  p.means = arma::mat(c.at(c.k), c.d, c.k);
  if (c.full) p.covariances = arma::cube(covariances, c.d, c.d, c.k);
  else p.variances = arma::mat(covariances, c.d, c.k);
  p.points = arma::mat(covariances + c.k * entries, c.d, c.n);
  return p;
}

void reset(arma::gmm_full& model, const Parameters& p) { model.set_params(p.means, p.covariances, p.weights); }
void reset(arma::gmm_diag& model, const Parameters& p) { model.set_params(p.means, p.variances, p.weights); }

template <typename Model>
double turn(const Parameters& p, double least) {
  Model model;
  double seconds = 0;
  int passes = 0;
  do {
    reset(model, p);
    const double start = processor_seconds();
    model.learn(p.points, p.means.n_cols, arma::eucl_dist, arma::keep_existing, 0, 1, 0.0, false);
    seconds += processor_seconds() - start;
    passes++;
  } while (seconds < least);
  return seconds / passes;
}

template <typename Model>
double mean_log_likelihood(const Parameters& p) {
  Model model;
  reset(model, p);
  return model.avg_log_p(p.points);
}

}  // namespace

int main() {
  std::cout.precision(17);
  std::cout << "{\"version\":\"" << ARMA_VERSION_MAJOR << "." << ARMA_VERSION_MINOR << "." << ARMA_VERSION_PATCH << "\"}"
            << std::endl;
  Parameters parameters;
  bool full = true;
  std::string line;
  while (std::getline(std::cin, line)) {
    const std::string argument = line.substr(5);
    if (line.rfind("load ", 0) == 0) {
      Case c = read(argument);
      full = c.full;
      parameters = parameters_of(c);
      const double mean = full ? mean_log_likelihood<arma::gmm_full>(parameters)
                               : mean_log_likelihood<arma::gmm_diag>(parameters);
      std::cout << "{\"mean_log_likelihood\":" << mean << "}" << std::endl;
    } else {
      const double least = std::stod(argument);
      const double seconds = full ? turn<arma::gmm_full>(parameters, least) : turn<arma::gmm_diag>(parameters, least);
      std::cout << "{\"seconds\":" << seconds << "}" << std::endl;
    }
  }
}
